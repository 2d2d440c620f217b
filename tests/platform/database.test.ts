import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type StallingProxy, startStallingProxy } from '../support/stalling-proxy.ts';

const log = pino({ level: 'silent' });
const WORKSPACE = '00000000-0000-7000-8000-000000000001';

let database: TestDatabase;
let proxy: StallingProxy;
let proxied: Database;

beforeAll(async () => {
  database = await createTestDatabase();
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

test('a zone among the options of the connection string does not win over UTC', async () => {
  const url = new URL(database.url);
  url.searchParams.set('options', '-c TimeZone=Asia/Tokyo -c work_mem=5MB');
  const { pool, close } = openDatabase({ url: url.href, log });
  expect((await pool.query('SHOW TimeZone')).rows).toEqual([{ TimeZone: 'UTC' }]);
  expect((await pool.query('SHOW work_mem')).rows).toEqual([{ work_mem: '5MB' }]);
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

test('a server that falls silent is answered for in time, and the pool recovers once it speaks again', async () => {
  const ping = () => proxied.db.$queryRaw`SELECT 1 AS one`;
  expect(await answered(ping)).toBe('done');

  proxy.stall();
  expect(await answered(ping)).toBe('failed');
  expect(await answered(() => proxied.db.$transaction((tx) => tx.$queryRaw`SELECT 1 AS one`))).toBe('failed');
  expect(await answered(ping)).toBe('failed');

  proxy.resume();
  expect(await answered(ping)).toBe('done');
});

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
