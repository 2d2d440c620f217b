import type { Command } from 'commander';
import { isoDay, isoMinute } from '../src/time/day.ts';
import { createToken, listTokens, revokeToken } from '../src/workspaces/tokens.ts';
import { agreed, type Io, table } from './io.ts';
import { inWorkspace } from './open.ts';

export function registerTokens(program: Command, io: Io): void {
  const tokens = program.command('tokens').description('who may use the HTTP API');
  tokens
    .command('create')
    .argument('<name>', 'what uses it, such as "usage export"')
    .description('make a token and show it, this once')
    .action((given: string, _options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const { name, secret } = agreed(await createToken(ctx, given));
        io.warn(`The token "${name}". Keep it safe: it is not shown again.\n`);
        io.write(`${secret}\n`);
      }),
    );
  tokens
    .command('list')
    .description('show every token, when it was made and last used')
    .action((_options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const found = await listTokens(ctx.db, ctx.workspace.id);
        if (found.length === 0) {
          io.write('There are no tokens yet. Make one: tokens create "usage export"\n');
          return;
        }
        const rows = found.map(({ name, createdAt, lastUsedAt, revokedAt }) => [
          name,
          isoDay(createdAt),
          lastUsedAt ? isoMinute(lastUsedAt) : 'never',
          revokedAt ? `revoked ${isoDay(revokedAt)}` : 'in use',
        ]);
        io.write(table([['TOKEN', 'MADE', 'LAST USED (UTC)', 'STATE'], ...rows]));
      }),
    );
  tokens
    .command('revoke')
    .argument('<name>')
    .description('end a token: its next request is refused')
    .action((given: string, _options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const { name } = agreed(await revokeToken(ctx, given));
        io.write(`The token "${name}" is revoked.\n`);
      }),
    );
}
