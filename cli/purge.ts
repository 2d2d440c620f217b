import type { Command } from 'commander';
import { findAccounts } from '../src/accounts/find/find-accounts.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { count } from '../src/platform/text.ts';
import { type Purged, purgeAccount } from '../src/retention/purge/purge-account.ts';
import { findErasable, purgePerson } from '../src/retention/purge/purge-person.ts';
import { countRows, purgeWorkspace } from '../src/workspaces/purge-workspace.ts';
import { findWorkspace, listWorkspaces } from '../src/workspaces/workspace.ts';
import { agreed, type Io, Stop, table } from './io.ts';
import { inDatabase, inWorkspace } from './open.ts';

interface Options {
  dryRun?: true;
  yes?: true;
}

const purging = (command: Command) =>
  command
    .option('--dry-run', 'delete nothing; say how many rows of which table it would be')
    .option('--yes', 'do not ask for the name');

/** `baton account purge`, `person purge` and `workspace purge`. The first two stand with the other commands about them. */
export function registerPurges(program: Command, io: Io): void {
  const under = (name: string) => program.commands.find((one) => one.name() === name)?.command('purge');
  const [accounts, people] = [under('accounts'), under('people')];
  if (!accounts || !people) throw new Error('commands to stand under are missing');
  purging(accounts)
    .argument('<account>', 'name, domain or external id')
    .description('erase an account and everything about it; there is no way back')
    .action((words: string, options: Options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const [found] = await findAccounts(ctx.db, ctx.workspace.id, [{ called: words }]);
        if (found === 'ambiguous')
          throw new Stop(`Several accounts are meant by ${words}. Give the name or an id.`);
        if (!found) throw new Stop(`There is no account ${words}.`);
        report(io, 'Would delete', await purgeAccount(ctx, found.id, 'count'));
        if (options.dryRun) return;
        await confirm(io, found.name, options);
        report(io, 'Deleted', await purgeAccount(ctx, found.id, 'change'));
        io.write('Baton removes those posts from Slack while it runs. Digests stay as they were posted.\n');
      }),
    );
  purging(people)
    .argument('<person>', 'Slack id, email or name')
    .description('erase a person who has left; what they did stays, without who it was')
    .action((words: string, options: Options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const person = agreed(await findErasable(ctx, words));
        report(io, 'Would delete', agreed(await purgePerson(ctx, person, 'count')));
        if (options.dryRun) return;
        await confirm(io, person.name, options);
        report(io, 'Deleted', agreed(await purgePerson(ctx, person, 'change')));
        io.write('Posts that name them stay in Slack as they are: remove those there.\n');
      }),
    );
  purging(program.command('workspace').description('the Slack workspace').command('purge'))
    .argument('<team>', 'Slack team id')
    .description('delete a workspace and everything in it; there is no way back')
    .action((team: string, options: Options) =>
      inDatabase(io, async ({ db }) => {
        const known = await listWorkspaces(db);
        const found = (await findWorkspace(db, team)) ?? (await findWorkspace(db, `purging ${team}`));
        if (!found) {
          const names = known.map(({ slackTeamId, name }) => `  ${slackTeamId}  ${name}`).join('\n');
          throw new Stop(`There is no workspace ${team} here.${names ? ` Known:\n${names}` : ''}`);
        }
        io.write(rowsOf('Would delete', await countRows(db, found.id)));
        if (options.dryRun) return;
        await confirm(io, found.name, options);
        io.write(rowsOf('Deleted', agreed(await purgeWorkspace(db, found))));
        io.write('What Baton posted in Slack stays there.\n');
      }),
    );
}

async function confirm(io: Io, name: string, { yes }: Options): Promise<void> {
  if (yes) return;
  if (!io.ask) throw new Stop('Nothing was deleted. Without a terminal, say --yes.');
  const typed = await io.ask(`There is no way back. Type the name to go on (${name}): `);
  if (typed.trim() !== name) throw new Stop('That is not the name. Nothing was deleted.');
}

function rowsOf(title: string, counts: Record<string, number>): string {
  const rows = Object.entries(counts).sort();
  const all = rows.reduce((sum, [, n]) => sum + n, 0);
  const listed = rows.map(([name, n]) => [`  ${name}`, String(n)]);
  return `${title}: ${count(all, 'row')}.\n${listed.length > 0 ? table(listed) : ''}`;
}

function report(io: Io, title: string, purged: Purged | null): void {
  if (purged === null || isRefusal(purged)) throw new Stop('It is gone already.');
  const { deleted, changed, mentions, shown } = purged;
  io.write(rowsOf(title, deleted));
  if (Object.keys(changed).length > 0) io.write(rowsOf('Kept, without id and name', changed));
  if (Object.keys(mentions).length > 0)
    io.write(rowsOf('Kept as people wrote it, with the name among other words', mentions));
  if (shown.length === 0) return;
  const posts = shown.map(({ channel, posts, digests }) => [
    `  ${channel ?? 'a DM'}`,
    count(posts, 'post'),
    digests > 0 ? count(digests, 'digest') : '',
  ]);
  io.write(`In Slack:\n${table(posts)}`);
}
