import type { Command } from 'commander';
import { findAccounts } from '../src/accounts/find/find-accounts.ts';
import { listAccounts } from '../src/accounts/find/search-accounts.ts';
import { ACCOUNT_ALIASES, ACCOUNT_COLUMNS } from '../src/accounts/import/account-row.ts';
import { importAccounts } from '../src/accounts/import/take-accounts.ts';
import { mergeAccounts } from '../src/accounts/merge/merge-accounts.ts';
import { confirmAccount } from '../src/accounts/merge/settle-account.ts';
import type { Ctx } from '../src/platform/ctx.ts';
import { count, cut } from '../src/platform/text.ts';
import { DRY_RUN, EXIT_CODES, readTable, reportRejected } from './import-file.ts';
import { agreed, type Io, progressBar, Stop, someOf, table } from './io.ts';
import { inWorkspace } from './open.ts';

const SHOWN = 20;
/** More of these: a name that is not meant to change is a mistake that nobody finds later. */
const RENAMED_SHOWN = 200;
const WHICH = 'name, domain or external id';

export function registerAccounts(program: Command, io: Io): void {
  const accounts = program.command('accounts').alias('account').description('customer companies');
  accounts
    .command('import')
    .argument('<file>', 'CSV with a header')
    .option('--dry-run', DRY_RUN)
    .description(`make and complete accounts from a file: ${ACCOUNT_COLUMNS.join(', ')}`)
    .addHelpText(
      'after',
      '\nSeveral external ids or co-owners stand in one cell with ; between them. A co-owner is of lane cs, or of\nthe one in front: sales:rep@example.com. A parent is named by external id, domain or name.',
    )
    .addHelpText('after', EXIT_CODES)
    .action((file: string, options: { dryRun?: boolean }, command: Command) =>
      inWorkspace(io, command, (ctx) => importFile(io, ctx, file, options.dryRun ?? false)),
    );
  accounts
    .command('list')
    .option('--unverified', 'only those made in a modal that nobody has confirmed yet')
    .description('show accounts by name')
    .action((options: { unverified?: boolean }, command: Command) =>
      inWorkspace(io, command, (ctx) => list(io, ctx, options.unverified ?? false)),
    );
  accounts
    .command('confirm')
    .argument('<account>', WHICH)
    .description('say that an account somebody made in a modal is real')
    .action((account: string, _options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const { id } = await named(ctx, account);
        const { name, already } = agreed(await confirmAccount(ctx, { accountId: id }));
        io.write(`“${name}” ${already ? 'was confirmed before' : 'is confirmed'}.\n`);
      }),
    );
  accounts
    .command('merge')
    .argument('<from>', WHICH)
    .argument('<into>', `${WHICH} of the one that stays`)
    .description('make one account of two; there is no way back')
    .action((from: string, into: string, _options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const [one, other] = [await named(ctx, from), await named(ctx, into)];
        const merged = agreed(
          await mergeAccounts(ctx, { fromId: one.mergedId ?? one.id, intoId: other.mergedId ?? other.id }),
        );
        const moved = [
          count(merged.handoffs, 'handoff'),
          count(merged.risks, 'risk'),
          count(merged.signals, 'signal'),
        ];
        io.write(`“${merged.fromName}” is now “${merged.name}”. Moved: ${moved.join(', ')}.\n`);
      }),
    );
}

async function importFile(io: Io, ctx: Ctx, file: string, dryRun: boolean): Promise<void> {
  const csv = await readTable(file, {
    known: ACCOUNT_COLUMNS,
    required: ['name'],
    aliases: ACCOUNT_ALIASES,
  });
  const result = await importAccounts(ctx, csv, { dryRun, onProgress: progressBar(io) });
  const planned = result.planned.map(({ line, kind, name }) => `line ${line}: would ${kind} ${name}`);
  if (dryRun) io.write(someOf(planned, SHOWN, 'row'));
  const renamed = result.planned
    .filter(({ renamedFrom }) => renamedFrom !== null)
    .map(
      ({ line, renamedFrom, name }) =>
        `line ${line}: ${dryRun ? 'would rename' : 'renamed'} ${renamedFrom} to ${name}`,
    );
  io.write(someOf(renamed, RENAMED_SHOWN, 'new name'));
  const done = dryRun ? 'Nothing was written. Would be: ' : '';
  const rejected = result.rejected.length;
  io.write(`${done}${result.created} created, ${result.updated} updated, ${rejected} rejected.\n`);
  await reportRejected(io, file, csv, result.rejected, !dryRun);
}

async function named(ctx: Ctx, called: string) {
  const [found] = await findAccounts(ctx.db, ctx.workspace.id, [{ called }]);
  if (!found) throw new Stop(`There is no account "${called}". See them: accounts list`);
  if (found === 'ambiguous')
    throw new Stop(`Several accounts have the domain ${called}. Use the name or the external id.`);
  return found;
}

async function list(io: Io, ctx: Ctx, unverified: boolean): Promise<void> {
  const { accounts, total } = await listAccounts(ctx.db, ctx.workspace.id, { unverified });
  if (total === 0) {
    io.write(
      unverified
        ? 'Every account is confirmed.\n'
        : 'There are no accounts yet. Bring them: accounts import FILE.csv\n',
    );
    return;
  }
  const rows = accounts.map(({ name, domain, externalIds, segment, stage, verified }) => [
    cut(name, 40),
    domain ?? '',
    cut(externalIds.map(({ externalId }) => externalId).join(';'), 24),
    cut(segment ?? '', 20),
    stage,
    verified ? 'yes' : 'no',
  ]);
  io.write(table([['NAME', 'DOMAIN', 'EXTERNAL ID', 'SEGMENT', 'STAGE', 'CONFIRMED'], ...rows]));
  if (total > accounts.length) io.write(`and ${count(total - accounts.length, 'more account')}\n`);
}
