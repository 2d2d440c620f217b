import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startHeartbeat } from '../../jobs/heartbeat.ts';
import { jobTable } from '../../jobs/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { ClockError, watchClock } from '../../src/platform/clock-watch.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';

let database: TestDatabase;
let lines: { level: number; msg: string; aheadMs?: number }[];
const log = pino(
  new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  }),
);

/** A clock of this machine that is wrong by so much, in wall time and in business time. */
let wrongByMs: number;
const wall = () => new Date(systemClock.wall().getTime() + wrongByMs);
const clock = { now: wall, wall };

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  wrongByMs = 0;
  lines = [];
});

const watch = (over = clock) => watchClock({ db: database.db, clock: over, log });

test.each([
  [10, /10 min ahead of/],
  [-10, /10 min behind/],
])('a clock that is %i minutes off refuses the start in words', async (minutes, words) => {
  wrongByMs = minutes * 60_000;
  await expect(watch()).rejects.toThrow(ClockError);
  await expect(watch()).rejects.toThrow(words);
});

test('a few seconds are said once, and then that it is right again', async () => {
  wrongByMs = 20_000;
  const clocks = await watch();
  await clocks.look();
  expect(await clocks.isRight()).toBe(true);
  wrongByMs = 0;
  await clocks.look();
  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
    [40, "this clock differs from the database's"],
    [30, "this clock agrees with the database's again"],
  ]);
});

test('a slow answer of the database is no difference', async () => {
  const slow = {
    $queryRaw: async (...args: [TemplateStringsArray]) => {
      const answer = await database.db.$queryRaw(...args);
      await new Promise((resolve) => setTimeout(resolve, 2_300));
      return answer;
    },
  } as typeof database.db;
  const clocks = await watchClock({ db: slow, clock, log });
  expect(clocks.aheadMs()).toBe(0);
  expect(lines).toEqual([]);
});

test("the sandbox's moved time is no difference", async () => {
  const clocks = await watch({ now: () => new Date('2031-01-01T00:00:00Z'), wall });
  expect(Math.abs(clocks.aheadMs())).toBeLessThan(100);
});

test('a clock that jumps ahead fires nothing, at once and not after a minute, until it is right again', async () => {
  const clocks = await watch();
  expect(await clocks.isRight()).toBe(true);
  wrongByMs = 10 * 60_000;
  expect(await clocks.isRight()).toBe(false);
  expect(await clocks.isRight()).toBe(false);
  expect(lines.map(({ level }) => level)).toEqual([50]);
  wrongByMs = 0;
  expect(await clocks.isRight()).toBe(true);
});

test('while the clock is wrong, what goes by time waits, and what does not goes on', async () => {
  const clocks = await watch();
  const ran: string[] = [];
  const delivery = { wake: () => void ran.push('delivery'), runOnce: async () => 0, stop: async () => {} };
  const served = serving([]);
  const asked: string[] = [];
  const db = database.db.$extends({
    query: {
      $allOperations({ model, operation, args, query }) {
        asked.push(`${model ?? ''} ${operation} ${JSON.stringify(args)}`);
        return query(args);
      },
    },
  }) as typeof database.db;
  const run = async () => {
    asked.length = 0;
    const heartbeat = startHeartbeat({
      jobs: jobTable({ db, clock, served, delivery, clocks, log }),
      log,
      beatMs: 2 ** 31 - 1,
    });
    heartbeat.beat();
    await heartbeat.stop();
    return asked.join('\n');
  };
  const byTime = /digestSubscriptions|digestRuns|baselines|"botUserId":true\},"where"/g;
  expect((await run()).match(byTime)).toHaveLength(4);
  wrongByMs = -5 * 60_000;
  const meanwhile = await run();
  expect(meanwhile).not.toMatch(byTime);
  expect(meanwhile).toMatch(/"blocked".*UPDATE signals/s);
  expect(ran).toEqual(['delivery', 'delivery']);
});
