import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/platform/config.ts';
import type { Ctx, Db } from '../../src/platform/ctx.ts';
import { openPools, type Pools } from '../../src/platform/database/database.ts';
import { transact } from '../../src/platform/transact.ts';
import { newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const log = pino({ level: 'silent' });
let database: TestDatabase;
let pools: Pools;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await newWorkspace(database.db);
  const config = readConfig({
    DATABASE_URL: database.url,
    SLACK_BOT_TOKEN: 'xoxb-sample',
    SLACK_SIGNING_SECRET: 'sample',
    DATABASE_POOL_PEOPLE: '2',
    DATABASE_POOL_MACHINES: '2',
    DATABASE_POOL_JOBS: '2',
  });
  pools = openPools({ url: database.url, config, log });
});
afterAll(async () => {
  await pools.close();
  await database.drop();
});

const sleep = (db: Db, seconds: number) => db.$queryRaw`SELECT pg_sleep(${seconds}::float8)::text`;

test('a statement of a job may take longer than a click would wait, and a click waits no longer', async () => {
  const [job, click] = await Promise.allSettled([sleep(pools.jobs.db, 1.6), sleep(pools.people.db, 1.6)]);
  expect([job.status, click.status]).toEqual(['fulfilled', 'rejected']);
});

test('what a transaction may take follows the pool it runs on', async () => {
  const slow = (db: Db) =>
    transact({ ...ctx, db }, async ({ tx }) => {
      for (let i = 0; i < 3; i++) await tx.$queryRaw`SELECT pg_sleep(0.9)::text`;
      return 'done';
    });
  const [job, machine, click] = await Promise.allSettled([
    slow(pools.jobs.db),
    slow(pools.machines.db),
    slow(pools.people.db),
  ]);
  expect([job.status, machine.status, click.status]).toEqual(['fulfilled', 'fulfilled', 'rejected']);
});

test('no pool waits for another: with every connection of two taken, the third answers', async () => {
  const all = [pools.people, pools.machines, pools.jobs];
  for (const free of all) {
    const held = await Promise.all(
      all.filter((each) => each !== free).flatMap(({ pool }) => [pool.connect(), pool.connect()]),
    );
    expect(await free.db.workspace.count()).toBe(1);
    for (const client of held) client.release();
  }
});
