import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { listen } from '../../src/platform/database/listen.ts';
import { moveSandboxClock, openSandboxClock } from '../../src/platform/sandbox-clock.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const log = pino({ level: 'silent' });

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const notify = (channel: string, payload: string) =>
  database.pool.query('SELECT pg_notify($1, $2)', [channel, payload]);

test('a notification reaches the handler of its channel and no other', async () => {
  const one: string[] = [];
  const two: string[] = [];
  const listening = await listen(
    { url: database.url, log },
    { one: (payload) => one.push(payload), two: (payload) => two.push(payload) },
  );
  await notify('one', 'a');
  await notify('three', 'b');
  await notify('two', 'c');
  await vi.waitFor(() => expect(two).toEqual(['c']));
  expect(one).toEqual(['a']);
  await listening.close();
});

test('a listener whose connection is cut listens again, and calls in case it missed something', async () => {
  const heard: string[] = [];
  const listening = await listen({ url: database.url, log }, { one: (payload) => heard.push(payload) });
  await database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'baton (listen)' AND datname = current_database()`,
  );
  await vi.waitFor(() => expect(heard).toEqual(['']), 5_000);
  await notify('one', 'again');
  await vi.waitFor(() => expect(heard).toEqual(['', 'again']));
  await listening.close();
});

test('a listener that was closed stays closed', async () => {
  const listening = await listen({ url: database.url, log }, { one: () => {} });
  await listening.close();
  await vi.waitFor(async () => {
    const { rows } = await database.pool.query(
      "SELECT 1 FROM pg_stat_activity WHERE application_name = 'baton (listen)' AND datname = current_database()",
    );
    expect(rows).toEqual([]);
  });
});

test('a database that is not there is said at once', async () => {
  await expect(listen({ url: 'postgres://nobody@127.0.0.1:1/none', log }, {})).rejects.toThrow();
});

test('the sandbox clock moves for every process, and for those that start later', async () => {
  const open = () => openSandboxClock({ db: database.db, url: database.url, log });
  const [here, there] = [await open(), await open()];
  const aheadMs = (clock: typeof here.clock) => clock.now().getTime() - clock.wall().getTime();
  const day = 86_400_000;
  expect(aheadMs(here.clock)).toBeLessThan(day);

  await moveSandboxClock(database.db, 3 * day);
  const later = await open();
  for (const { clock } of [here, there, later]) {
    await vi.waitFor(() => expect(Math.round(aheadMs(clock) / day)).toBe(3));
  }

  await moveSandboxClock(database.db, -day);
  for (const { clock } of [here, there, later]) {
    await vi.waitFor(() => expect(Math.round(aheadMs(clock) / day)).toBe(-1));
  }
  await Promise.all([here, there, later].map(({ close }) => close()));
});
