import { afterAll, beforeEach, expect, test } from 'vitest';
import { readinessAnswer, type Watched, watchParts } from '../../api/watch-parts.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import type { Served } from '../../src/workspaces/served.ts';
import { newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';

let database: TestDatabase;
let served: Served;
let heartbeat: Watched['heartbeat'];
let aheadMs: number;
let socket: (() => { ok: boolean; text: string }) | undefined;
const clocks = { look: async () => {}, isRight: async () => true, aheadMs: () => aheadMs };
const made: TestDatabase[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  made.push(database);
  served = serving([(await newWorkspace(database.db)).workspace]);
  heartbeat = { sinceBeatMs: () => 400, runs: () => [{ job: 'sweep', runningMs: 0, isFailing: false }] };
  aheadMs = 0;
  socket = undefined;
});
afterAll(async () => {
  for (const each of made) await each.drop();
});

async function look({ db, pool }: Pick<TestDatabase, 'db' | 'pool'> = database) {
  const { state, text } = readinessAnswer(
    await watchParts({ db, pool, served, socket, heartbeat, clocks })(),
  );
  return { state, text, notReady: [...text.matchAll(/^(\w+): NOT READY/gm)].map(([, name]) => name) };
}

test('it is ready when every part is, and says how each stands', async () => {
  expect(await look()).toEqual({
    state: 200,
    text: [
      'ready',
      'database: takes what is written',
      'schema: as this Baton needs it',
      'slack: takes the bot token',
      'heartbeat: last beat 0 s ago',
      'jobs: none fails',
      "clock: agrees with the database's",
      '',
    ].join('\n'),
    notReady: [],
  });
});

test('a server that answers and takes nothing is not ready', async () => {
  const { rows } = await database.pool.query('SELECT current_database() AS name');
  await database.pool.query(`ALTER DATABASE ${rows[0].name} SET default_transaction_read_only = on`);
  const fresh = openDatabase({ url: database.url, log: (await newWorkspace(database.db)).log });
  const found = await look(fresh);
  await fresh.close();
  expect(found).toMatchObject({ state: 503, notReady: ['database'] });
  expect(found.text).toMatch(/^not ready\n/);
});

test('a database that lacks a migration is not ready, and one that has more is', async () => {
  const { rows } = await database.pool.query(
    'DELETE FROM _prisma_migrations WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations) RETURNING *',
  );
  expect(await look()).toMatchObject({ state: 503, notReady: ['schema'] });
  await database.pool.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', '', $1, now()), ('2', '', '20990101000000_later', now())`,
    [rows[0].migration_name],
  );
  expect(await look()).toMatchObject({ state: 200, text: expect.stringContaining('schema: newer') });
});

test('a table that is gone, a token that is refused, a heart that stands still and a wrong clock: each is said', async () => {
  await database.pool.query('DROP TABLE readiness');
  await database.db.workspace.updateMany({ data: { state: 'blocked', blockedReason: 'token_revoked' } });
  const run = { runningMs: 0, isFailing: false };
  heartbeat = {
    sinceBeatMs: () => 16_000,
    runs: () => [
      { ...run, job: 'sweep', isFailing: true },
      { ...run, job: 'find deals', runningMs: 301_000 },
      { ...run, job: 'plan digests', runningMs: 4_000 },
    ],
  };
  aheadMs = -600_000;
  const { state, text } = await look();
  expect(state).toBe(503);
  expect(text.split('\n').slice(1)).toEqual([
    expect.stringMatching(/^database: NOT READY, /),
    'schema: as this Baton needs it',
    'slack: NOT READY, refuses the bot token (token_revoked)',
    'heartbeat: NOT READY, last beat 16 s ago',
    'jobs: failing and tried again: sweep; running for minutes: find deals',
    "clock: NOT READY, 10 min behind the database's",
    '',
  ]);
});

test('a clock that is a few seconds off is said, and ready', async () => {
  aheadMs = 3_000;
  expect(await look()).toMatchObject({
    state: 200,
    text: expect.stringContaining("clock: 3 s ahead of the database's"),
  });
});

test('where Slack sends by a socket, it is ready while there is a connection', async () => {
  socket = () => ({ ok: true, text: 'is connected' });
  expect((await look()).text).toMatch(/^socket: is connected$/m);
  socket = () => ({ ok: false, text: 'no connection for 60 s: ECONNREFUSED' });
  expect(await look()).toMatchObject({ state: 503, notReady: ['socket'] });
});

test('however many look at once, it is written once', async () => {
  await database.pool.query(`
    CREATE TABLE written (at timestamptz DEFAULT now());
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO written DEFAULT VALUES; RETURN NULL; END';
    CREATE TRIGGER note AFTER INSERT OR UPDATE ON readiness FOR EACH ROW EXECUTE FUNCTION note()`);
  const ready = watchParts({ ...database, served, socket, heartbeat, clocks });
  await Promise.all(Array.from({ length: 50 }, ready));
  await ready();
  const { rows } = await database.pool.query('SELECT count(*)::int AS n FROM written');
  expect(rows[0].n).toBe(1);
});
