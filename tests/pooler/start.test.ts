import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startBaton } from '../../app.ts';
import { run } from '../../cli/run.ts';
import { projectFolder, readConfig } from '../../src/platform/config.ts';
import { checkDatabase } from '../../src/platform/database/check-database.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type Pooler, startPooler } from '../support/pooler.ts';

const log = pino({ level: 'silent' });
const WORKSPACE = '00000000-0000-7000-8000-000000000001';

let database: TestDatabase;
let pooler: Pooler;
let sessions: Pooler;
beforeAll(async () => {
  database = await createTestDatabase();
  pooler = await startPooler(inject('serverUrl'), 'transaction');
  sessions = await startPooler(inject('serverUrl'), 'session');
});
afterAll(async () => {
  await database.drop();
  await pooler.close();
  await sessions.close();
});

/** What `app.ts` says of these addresses before it does anything. */
async function start(addresses: Record<string, string>): Promise<string> {
  const config = readConfig({
    ...addresses,
    SLACK_BOT_TOKEN: 'xoxb-sample',
    SLACK_SIGNING_SECRET: 'sample',
    SLACK_API_URL: 'http://127.0.0.1:1/',
    PORT: '0',
  });
  return startBaton(config, { log }).then(
    () => 'started',
    (error: Error) => error.message,
  );
}

test('without a direct address the start says which to set', async () => {
  expect(await start({ DATABASE_URL: pooler.through(database.url) })).toMatch(/Set DATABASE_DIRECT_URL/);
  // And nothing of ours stays in sessions that others get.
  const theirs = new pg.Client({ connectionString: pooler.through(database.url) });
  await theirs.connect();
  for (let i = 0; i < 4; i++) expect((await theirs.query('SHOW jit')).rows).toEqual([{ jit: 'on' }]);
  await theirs.end();
});

test('a direct address that is a pooler too is refused, and so is one of another database', async () => {
  const url = pooler.through(database.url);
  expect(await start({ DATABASE_URL: url, DATABASE_DIRECT_URL: url })).toMatch(
    /DATABASE_DIRECT_URL goes through a pooler/,
  );
  const other = await createTestDatabase();
  expect(await start({ DATABASE_URL: url, DATABASE_DIRECT_URL: other.url })).toMatch(/the same database/);
  await other.drop();
});

test('the command line and db:deploy say the same, and work with a direct address', async () => {
  const DATABASE_URL = pooler.through(database.url);
  const doctor = async (env: Record<string, string>) => {
    let out = '';
    const write = (text: string) => {
      out += text;
    };
    await run(['doctor'], { env: { ...env, LOG_LEVEL: 'silent' }, write, warn: () => {} });
    return out;
  };
  expect(await doctor({ DATABASE_URL })).toMatch(/database cannot be used\n.*Set DATABASE_DIRECT_URL/);
  expect(await doctor({ DATABASE_URL, DATABASE_DIRECT_URL: database.url })).toMatch(/✓ PostgreSQL .* UTC/);

  const deploy = (env: Record<string, string>) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/platform/database/deploy.ts'], {
      cwd: projectFolder,
      env: { ...process.env, ...env },
    });
  await expect(deploy({ DATABASE_URL })).rejects.toMatchObject({
    stderr: expect.stringMatching(/^DATABASE_URL goes through.*Set DATABASE_DIRECT_URL/),
  });
  expect((await deploy({ DATABASE_URL, DATABASE_DIRECT_URL: database.url })).stdout).toMatch(/up to date/);
});

test('a pooler that keeps sessions needs no direct address', async () => {
  const url = sessions.through(database.url);
  const { pool, close } = openDatabase({ url, log });
  await checkDatabase({ pool, url, directUrl: undefined });
  await close();
});

test('what another client leaves behind in a session reaches nothing of ours, and ours nothing of theirs', async () => {
  const theirs = new pg.Client({ connectionString: pooler.through(database.url) });
  await theirs.connect();
  const { db, pool, close } = openDatabase({ url: pooler.through(database.url), pooled: true, log });
  const at = new Date('2026-03-08T07:30:00.123Z');
  for (let i = 0; i < 12; i++) {
    await theirs.query("SET statement_timeout TO '90s'; SET search_path TO pg_catalog; SET jit TO on");
    const { rows } = await pool.query(
      `SELECT current_setting('statement_timeout') AS statement, current_setting('search_path') AS path,
              current_setting('TimeZone') AS zone, current_setting('DateStyle') AS style`,
    );
    expect(rows).toEqual([{ statement: '1200ms', path: '"$user", public', zone: 'UTC', style: 'ISO, MDY' }]);
    const key = { workspaceId: WORKSPACE, key: `k${i}` };
    await db.inboundRequest.create({ data: { ...key, receivedAt: at } });
    const found = await db.$transaction((tx) =>
      tx.inboundRequest.findUniqueOrThrow({ where: { workspaceId_key: key } }),
    );
    expect(found.receivedAt).toEqual(at);
  }
  const { rows } = await database.pool.query(
    'SELECT DISTINCT extract(epoch FROM received_at) * 1000 AS ms FROM inbound_requests',
  );
  expect(rows.map(({ ms }) => Number(ms))).toEqual([at.getTime()]);
  const { rows: left } = await theirs.query('SHOW statement_timeout');
  expect(left[0]?.statement_timeout).toMatch(/^(90s|0)$/);
  await theirs.end();
  await close();
});

test('a statement that takes too long ends in the server as well', async () => {
  const { pool, close } = openDatabase({ url: pooler.through(database.url), pooled: true, log });
  await expect(pool.query('SELECT pg_sleep(20)')).rejects.toThrow();
  const { rows } = await database.pool.query(
    "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(20)%' AND state = 'active' AND pid <> pg_backend_pid()",
  );
  expect(rows).toEqual([]);
  await close();
});
