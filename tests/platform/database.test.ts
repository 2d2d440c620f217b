import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { checkDatabase, checkSchema } from '../../src/platform/database/check-database.ts';
import { CLICK_BOUNDS, type Database, openDatabase } from '../../src/platform/database/database.ts';
import { migrate, schemaState } from '../../src/platform/database/migrate.ts';
import { UnfitDatabase } from '../../src/platform/database/session.ts';
import {
  createEmptyDatabase,
  createTestDatabase,
  dropDatabase,
  type TestDatabase,
  urlOf,
} from '../support/database.ts';
import { type StallingProxy, startStallingProxy } from '../support/stalling-proxy.ts';

const log = pino({ level: 'silent' });
const WORKSPACE = '00000000-0000-7000-8000-000000000001';

let database: TestDatabase;
let proxy: StallingProxy;
let proxied: Database;

beforeAll(async () => {
  database = await createTestDatabase({ bounds: CLICK_BOUNDS });
  proxy = await startStallingProxy(database.url);
  proxied = openDatabase({ url: proxy.through(database.url), poolSize: 2, log });
});
afterAll(async () => {
  await proxied.close();
  await proxy.close();
  await database.drop();
});

test('an instant written through Prisma is the same instant to the server, whatever its zone', async () => {
  const at = new Date('2026-03-08T07:30:00.123Z');
  await database.db.inboundRequest.create({ data: { workspaceId: WORKSPACE, key: 'k', receivedAt: at } });
  const { rows } = await database.pool.query(
    'SELECT extract(epoch FROM received_at) * 1000 AS ms FROM inbound_requests',
  );
  expect(Number(rows[0].ms)).toBe(at.getTime());
  expect((await database.db.inboundRequest.findFirstOrThrow()).receivedAt).toEqual(at);
});

/** A database whose own settings are as far from what Baton needs as they may be, and what it may ask for. */
async function withSettings(settings: Record<string, string>): Promise<string> {
  const name = await createEmptyDatabase(inject('templateDatabase'));
  onTestFinished(() => dropDatabase(name));
  for (const [setting, value] of Object.entries(settings))
    await database.pool.query(`ALTER DATABASE ${name} SET ${setting} TO ${value}`);
  return urlOf(name);
}

describe.each([{ pooled: false }, { pooled: true }])('sessions, pooled: $pooled', ({ pooled }) => {
  test('the zone, the style of dates and the bounds are Baton’s, whatever database and address say', async () => {
    const url = new URL(await withSettings({ TimeZone: "'Asia/Kolkata'", DateStyle: "'German, DMY'" }));
    url.searchParams.set('options', '-c TimeZone=Asia/Tokyo --work-mem=5MB -cDateStyle=SQL,\\ MDY');
    url.searchParams.set('statement_timeout', '60000');
    const { db, pool, close } = openDatabase({ url: url.href, pooled, log });
    const { rows } = await pool.query(
      `SELECT current_setting('TimeZone') AS zone, current_setting('DateStyle') AS style,
              current_setting('statement_timeout') AS statement, current_setting('work_mem') AS memory`,
    );
    expect(rows).toEqual([{ zone: 'UTC', style: 'ISO, MDY', statement: '1200ms', memory: '5MB' }]);

    const receivedAt = new Date('2026-03-08T07:30:00.123Z');
    await db.inboundRequest.create({ data: { workspaceId: WORKSPACE, key: 'k', receivedAt } });
    const inSnapshot = await db.$transaction((tx) => tx.inboundRequest.findFirstOrThrow(), {
      isolationLevel: 'RepeatableRead',
    });
    expect(inSnapshot.receivedAt).toEqual(receivedAt);
    const { rows: ms } = await pool.query(
      'SELECT extract(epoch FROM received_at) * 1000 AS ms FROM inbound_requests',
    );
    expect(Number(ms[0].ms)).toBe(receivedAt.getTime());
    await close();
  });

  test('a statement that fails gives its connection back as it was', async () => {
    const { db, pool, close } = openDatabase({ url: database.url, pooled, poolSize: 1, log });
    const data = {
      workspaceId: WORKSPACE,
      key: `twice ${pooled}`,
      receivedAt: new Date('2026-01-01T00:00:00Z'),
    };
    await db.inboundRequest.create({ data });
    await expect(db.inboundRequest.create({ data })).rejects.toMatchObject({ code: 'P2002' });
    const { rows } = await pool.query('SELECT pg_backend_pid() AS pid');
    await expect(pool.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
    expect(await db.inboundRequest.count({ where: { key: data.key } })).toBe(1);
    if (pooled) expect((await pool.query('SELECT pg_backend_pid() AS pid')).rows).toEqual(rows);
    await close();
  });

  test.each(['schema=baton', 'options=-c%20search_path%3Dbaton', ''])(
    'a schema of its own is where everything is made and read: %s',
    async (asked) => {
      const name = await createEmptyDatabase();
      onTestFinished(() => dropDatabase(name));
      const bare = new pg.Client({ connectionString: urlOf(name) });
      await bare.connect();
      await bare.query('CREATE SCHEMA baton');
      if (asked === '') await bare.query(`ALTER DATABASE ${name} SET search_path TO baton`);
      const url = asked === '' ? urlOf(name) : `${urlOf(name)}?${asked}`;
      expect((await migrate(url, log)).length).toBeGreaterThan(0);
      expect(await migrate(url, log)).toEqual([]);
      const { db, pool, close } = openDatabase({ url, pooled, log });
      await checkDatabase({ pool, url, directUrl: pooled ? url : undefined });
      await checkSchema(pool, log);
      await db.inboundRequest.create({
        data: { workspaceId: WORKSPACE, key: 'k', receivedAt: new Date('2026-01-01T00:00:00Z') },
      });
      expect(await db.inboundRequest.count()).toBe(1);
      const { rows } = await bare.query(
        "SELECT DISTINCT schemaname FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
      );
      expect(rows).toEqual([{ schemaname: 'baton' }]);
      await close();
      await bare.end();
    },
  );
});

const refusal = async (url: string): Promise<string> => {
  const { pool, close } = openDatabase({ url, log });
  const said = await checkDatabase({ pool, url, directUrl: undefined })
    .then(
      () => checkSchema(pool, log).then(() => 'nothing'),
      (error: unknown) => (error instanceof UnfitDatabase ? error.message : `${error}`),
    )
    .catch((error: Error) => error.message);
  await close();
  return said;
};

test('what cannot work is refused in words: a schema that is not there, a server that only reads, a setting that it does not take', async () => {
  expect(await refusal(database.url)).toBe('nothing');
  expect(await refusal(`${database.url}?schema=nowhere`)).toMatch(
    /search_path names is not there.*CREATE SCHEMA/,
  );
  await expect(migrate(`${database.url}?schema=nowhere`, log)).rejects.toThrow(/CREATE SCHEMA/);
  await expect(migrate(`${database.url}?options=-c%20no_such_setting%3D1`, log)).rejects.toThrow(
    UnfitDatabase,
  );
  expect(await refusal(await withSettings({ default_transaction_read_only: 'on' }))).toMatch(/is read-only/);
  expect(await refusal(`${database.url}?options=-c%20no_such_setting%3D1`)).toMatch(
    /refuses a setting.*no_such_setting/,
  );
  expect(() => openDatabase({ url: `${database.url}?options=-x`, log })).toThrow(/options/);
});

test('a database behind this version is refused, one ahead of it is only said', async () => {
  const { pool, close } = openDatabase({ url: await withSettings({}), log });
  expect(await schemaState(pool)).toBe('current');
  await pool.query(
    "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_later', '2026-01-01Z')",
  );
  expect(await schemaState(pool)).toBe('newer');
  const said: unknown[] = [];
  await checkSchema(
    pool,
    pino({ level: 'warn' }, { write: (line: string) => void said.push(JSON.parse(line)) }),
  );
  expect(said).toMatchObject([{ migrations: ['29990101000000_later'], msg: expect.stringMatching(/newer/) }]);

  await pool.query("DELETE FROM _prisma_migrations WHERE migration_name LIKE '%_digest'");
  expect(await schemaState(pool)).toBe('older');
  await expect(checkSchema(pool, log)).rejects.toThrow(/_digest not applied.*npm run db:deploy/);
  await close();
});

/** What the edge has before Slack gives up on it. Not a measurement: the promise of the pool's bounds. */
async function answered(work: () => Promise<unknown>): Promise<'done' | 'failed' | 'no answer'> {
  return Promise.race([
    work().then(
      () => 'done' as const,
      () => 'failed' as const,
    ),
    pause(2_500, 'no answer' as const),
  ]);
}

test.each([{ pooled: false }, { pooled: true }])(
  'a server that falls silent is answered for in time, and the pool recovers once it speaks again: $pooled',
  async ({ pooled }) => {
    const proxied = openDatabase({ url: proxy.through(database.url), pooled, poolSize: 2, log });
    const ping = () => proxied.db.$queryRaw`SELECT 1 AS one`;
    expect(await answered(ping)).toBe('done');

    proxy.stall();
    expect(await answered(ping)).toBe('failed');
    expect(await answered(() => proxied.db.$transaction((tx) => tx.$queryRaw`SELECT 1 AS one`))).toBe(
      'failed',
    );
    expect(await answered(ping)).toBe('failed');

    proxy.resume();
    expect(await answered(ping)).toBe('done');
    await proxied.close();
  },
);

test('a server that falls silent in the middle of a transaction is answered for in time', async () => {
  const work = () =>
    proxied.db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 AS one`;
      proxy.stall();
      await tx.inboundRequest.create({
        data: { workspaceId: WORKSPACE, key: 'never', receivedAt: new Date('2026-01-01T00:00:00Z') },
      });
    });
  expect(await answered(work)).toBe('failed');
  proxy.resume();
  expect(await database.db.inboundRequest.count({ where: { key: 'never' } })).toBe(0);
});

test('a statement, a lock and a full pool are each waited for only so long', async () => {
  expect(await answered(() => database.db.$queryRaw`SELECT pg_sleep(10)::text`)).toBe('failed');

  const holder = await database.pool.connect();
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE inbound_requests');
  expect(await answered(() => database.db.inboundRequest.count())).toBe('failed');
  await holder.query('ROLLBACK');
  holder.release();

  const { pool, close } = openDatabase({ url: database.url, poolSize: 1, log });
  const only = await pool.connect();
  expect(await answered(() => pool.query('SELECT 1'))).toBe('failed');
  only.release();
  await close();
});
