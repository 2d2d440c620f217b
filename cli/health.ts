import type { Command } from 'commander';
import { findAccounts } from '../src/accounts/find/find-accounts.ts';
import { searchAccounts } from '../src/accounts/find/search-accounts.ts';
import { explain } from '../src/health/read/explain.ts';
import { minute } from '../src/health/read/explain-band.ts';
import { loadExplanation } from '../src/health/read/load-explanation.ts';
import { ownPart } from '../src/health/rules/config-changes.ts';
import { findHealthConfig, listHealthConfigs, loadHealthConfig } from '../src/health/rules/load-config.ts';
import { saveHealthConfig } from '../src/health/rules/save-config.ts';
import type { BandWhy } from '../src/health/why-band.ts';
import type { Ctx } from '../src/platform/ctx.ts';
import { count } from '../src/platform/text.ts';
import { whyBandLine } from '../views/health/words.ts';
import { md, messageText } from '../views/kit/text.ts';
import { registerAlerts } from './alerts.ts';
import { registerBacktest } from './health-backtest.ts';
import { registerCalibration } from './health-calibration.ts';
import { typesTable, versionsTable } from './health-tables.ts';
import { agreed, type Io, readJson, Stop, someOf } from './io.ts';
import { inWorkspace } from './open.ts';

const SUGGESTED = 5;

/** The id of the account that is meant: by external id, domain, name or id, tried in this order. */
async function chooseAccount(ctx: Ctx, text: string): Promise<string> {
  const workspaceId = ctx.workspace.id;
  const [called, byId] = await findAccounts(ctx.db, workspaceId, [{ called: text }, { id: text }]);
  const found = called ?? byId;
  if (found === 'ambiguous')
    throw new Stop(`Several accounts have the domain ${text}. Name one by its name or its external id.`);
  if (found) return found.id;
  const near = text.trim() === '' ? [] : await searchAccounts(ctx.db, workspaceId, text, SUGGESTED);
  const names = near.map(({ name }) => `\n  ${name}`).join('');
  throw new Stop(`There is no account "${text}".${names && ` Did you mean:${names}`}`);
}

const sayWhy = (why: BandWhy): string => messageText(whyBandLine(why, (at) => md`${minute(at)}`));

const CHANGES_SHOWN = 40;

export function registerHealth(program: Command, io: Io): void {
  const health = program
    .command('health')
    .description('how accounts are scored, and why one stands as it does');
  health
    .command('types')
    .description('show what is counted, with what weight, and where the figures come from')
    .action((_options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        io.write(typesTable(await loadHealthConfig(ctx.db, ctx.workspace.id)));
      }),
    );
  health
    .command('explain')
    .argument('<account>', 'name, domain or external id')
    .description('show how the score of an account comes about')
    .action((account: string, _options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const id = await chooseAccount(ctx, account);
        const explained = await loadExplanation(ctx.db, ctx.workspace.id, id, ctx.now);
        if (!explained) throw new Stop(`There is no account "${account}" any more.`);
        io.write(explain(explained, sayWhy));
      }),
    );
  registerConfig(health, io);
  registerAlerts(health, io);
  registerBacktest(health, io);
  registerCalibration(health, io);
}

function registerConfig(health: Command, io: Io): void {
  const config = health.command('config').description('the rules of the score: see and change them');
  config
    .command('show')
    .option('--version <n>', 'as it was in that version')
    .description('show what this workspace has set differently from what is shipped, as a file')
    .action((options: { version?: string }, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const { id } = ctx.workspace;
        const { version } = options;
        const found =
          version === undefined
            ? await loadHealthConfig(ctx.db, id)
            : /^\d{1,6}$/.test(version) && (await findHealthConfig(ctx.db, id, Number(version)));
        if (!found)
          throw new Stop(`There is no version ${version}. See which there are: health config versions`);
        io.write(`${JSON.stringify(ownPart(found), null, 2)}\n`);
        io.warn(`Version ${found.version}. All types, with what is shipped: health types\n`);
      }),
    );
  config
    .command('versions')
    .description('show every version with when it was made, by whom, and what it changed')
    .action((_options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        io.write(versionsTable(await listHealthConfigs(ctx.db, ctx.workspace.id)));
      }),
    );
  config
    .command('set')
    .argument('<file>', 'JSON with what is to differ from what is shipped; {} for nothing')
    .option('--dry-run', 'write nothing, show what would change')
    .description('put a file in force, as the next version')
    .action((file: string, options: { dryRun?: boolean }, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const dryRun = options.dryRun ?? false;
        const saved = agreed(await saveHealthConfig(ctx, await readJson(file), { dryRun }));
        const { changes, version, accounts } = saved;
        if (changes.length === 0) {
          io.write(`Nothing is different: version ${version} stays in force.\n`);
          return;
        }
        io.write(someOf(changes, CHANGES_SHOWN, 'change'));
        io.write(
          dryRun
            ? `Nothing was written. ${count(accounts, 'account')} would be evaluated anew.\n`
            : `Version ${version} is in force. ${count(accounts, 'account')} will be evaluated anew.\n`,
        );
      }),
    );
}
