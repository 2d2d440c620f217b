import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Baton, startBaton } from '../../app.ts';
import { readConfig } from '../../src/platform/config.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { EmbeddedError, startEmbedded } from '../../src/platform/embedded.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { migrate } from '../../src/platform/migrate.ts';
import { projectFolder } from '../../src/platform/project.ts';
import { moveSandboxClock } from '../../src/platform/sandbox-clock.ts';
import { addDays, atLocalTime, localDate, weekday } from '../../src/time/local-date.ts';
import { findWorkspace } from '../../src/workspaces/find-workspace.ts';
import type { Manifest } from '../seed.ts';
import { startSandbox } from '../server.ts';
import { companySeed, seedCompany } from './company.ts';
import { businessNow } from './move-clock.ts';
import { playStory } from './story.ts';

const SIGNING_SECRET = 'the demo talks to nobody but itself';
const PEOPLE_WAIT_MS = 20_000;

/** Database, sandbox, Baton and the sample company, from nothing each time. Loopback only. */
async function main(): Promise<void> {
  const story = process.argv.includes('--story');
  const log = createLogger(process.env['LOG_LEVEL'] ?? 'warn');
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    say('Starting the database …');
    // A folder of its own, so that the story can be played while the demo runs.
    const folder = join('.data', story ? 'story' : 'demo');
    const server = await startEmbedded({ dataDir: join(projectFolder, folder), as: 'app', log });
    closers.push(server.release);
    const { url } = server;
    await emptyDatabase(url);
    await migrate(url, log);
    const { db, close } = openDatabase({ url, log });
    closers.push(close);
    await moveSandboxClock(db, mondayMorning().getTime() - Date.now());

    say('Starting the sandbox and Baton …');
    const port = story ? 0 : Number(process.env['PORT'] ?? 3000);
    const manifest = JSON.parse(readFileSync(join(projectFolder, 'manifest.json'), 'utf8')) as Manifest;
    let baton: Baton | undefined;
    const sandbox = await startSandbox({
      port: story ? 0 : port + 100,
      seed: companySeed(manifest),
      signingSecret: SIGNING_SECRET,
      appUrls: () => (baton ? [`http://127.0.0.1:${baton.port}`] : []),
    });
    closers.push(sandbox.close);
    const config = readConfig({
      DATABASE_URL: url,
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: sandbox.apiUrl,
      PORT: String(port),
      SANDBOX: 'true',
      LOG_LEVEL: 'warn',
    });
    baton = await startBaton(config, { log });
    closers.push(baton.stop);

    const workspace = await findWorkspace(db, sandbox.teamId);
    if (!workspace) throw new Error('Baton did not register the sandbox');
    await peopleSynced(async () => (await findWorkspace(db, sandbox.teamId))?.peopleSyncedAt ?? null);
    await seedCompany(
      { workspace, actor: { type: 'cli' }, now: await businessNow(db), db, log },
      {
        customerSuccess: sandbox.channel('customer-success').id,
        leadership: sandbox.channel('leadership').id,
      },
    );
    if (story) {
      await playStory(sandbox, db, say);
      await stop();
      return;
    }
    say(`\nBaton runs at http://127.0.0.1:${baton.port} (/readyz answers 200).`);
    say(`Its Slack is the sandbox at ${sandbox.url}: eight people, two teams, twenty accounts.`);
    say(`Its settings: DATA_DIR=${folder} npm run baton -- settings get`);
    say('One handoff from start to end: npm run demo -- --story');
    say('Ctrl-C stops everything.');
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void stop().then(() => process.exit(0)));
    }
  } catch (error) {
    await stop();
    throw error;
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A demo begins with nothing, whatever the last one left. */
async function emptyDatabase(url: string): Promise<void> {
  const server = new URL(url);
  const database = server.pathname.slice(1);
  server.pathname = '/postgres';
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

/** The next Monday at ten in Berlin: a working hour for most of the sample company. */
function mondayMorning(): Date {
  const today = localDate(new Date(Date.now()), 'Europe/Berlin');
  return atLocalTime(addDays(today, 7 - weekday(today)), 10 * 60, 'Europe/Berlin');
}

async function peopleSynced(syncedAt: () => Promise<Date | null>): Promise<void> {
  const patience = Date.now() + PEOPLE_WAIT_MS;
  while (!(await syncedAt())) {
    if (Date.now() > patience) throw new Error('People were not synced from the sandbox');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function explain(error: unknown): string {
  if (error instanceof EmbeddedError) return error.message;
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken, perhaps by another demo. Stop what runs there, or choose another port: PORT=4000 npm run demo`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});
