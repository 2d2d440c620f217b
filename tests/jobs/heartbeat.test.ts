import { EventEmitter, once } from 'node:events';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { type Heartbeat, type Job, startHeartbeat } from '../../jobs/heartbeat.ts';
import { movableClock, systemClock } from '../../src/platform/clock.ts';

const lines: { level: number; msg: string; job?: string }[] = [];
const log = pino(
  new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  }),
);

/** 29 February only: the tests beat by hand. */
const BY_HAND = '59 59 23 29 2 *';

let heartbeat: Heartbeat;

function start(jobs: Job[], every = BY_HAND) {
  lines.length = 0;
  heartbeat = startHeartbeat({ jobs, clock: systemClock, log, every });
  return heartbeat;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

afterEach(() => heartbeat.stop());

test('a job that is still running is not started again, and holds up no other', async () => {
  const ran: string[] = [];
  let finish = () => {};
  start([
    {
      name: 'slow',
      run: () => {
        ran.push('slow');
        return new Promise<void>((resolve) => {
          finish = resolve;
        });
      },
    },
    { name: 'quick', run: async () => ran.push('quick') },
  ]);
  heartbeat.beat();
  await settled();
  heartbeat.beat();
  await settled();
  expect(ran).toEqual(['slow', 'quick', 'quick']);
  finish();
  await settled();
  heartbeat.beat();
  expect(ran).toEqual(['slow', 'quick', 'quick', 'slow', 'quick']);
  finish();
});

test('a job comes round no sooner than its own interval', async () => {
  let runs = 0;
  const clock = { now: movableClock().now, wall: () => new Date(wall) };
  let wall = Date.parse('2027-03-03T12:00:00Z');
  heartbeat = startHeartbeat({
    jobs: [{ name: 'sweep', everyMs: 60_000, run: async () => runs++ }],
    clock,
    log,
    every: BY_HAND,
  });
  for (const seconds of [0, 30, 59, 60, 61, 119, 120]) {
    wall = Date.parse('2027-03-03T12:00:00Z') + seconds * 1000;
    heartbeat.beat();
    await settled();
  }
  expect(runs).toBe(3);
});

test('a failing job is logged when it begins to fail and when it works again', async () => {
  let broken = true;
  start([
    {
      name: 'timers',
      async run() {
        if (broken) throw new Error('what a customer wrote');
      },
    },
  ]);
  for (const state of [true, true, true, false, false, true, true]) {
    broken = state;
    heartbeat.beat();
    await settled();
  }
  expect(lines.map(({ job, msg }) => [job, msg.split(';')[0]])).toEqual([
    ['timers', 'job failed'],
    ['timers', 'job works again'],
    ['timers', 'job failed'],
  ]);
  expect(JSON.stringify(lines)).not.toContain('what a customer wrote');
});

test('stopping starts nothing more, says so to what runs, and waits for it', async () => {
  const seen: string[] = [];
  start([
    {
      name: 'timers',
      async run(stopping) {
        seen.push('began');
        await once(stopping, 'abort');
        await settled();
        seen.push('ended');
      },
    },
  ]);
  heartbeat.beat();
  await heartbeat.stop();
  expect(seen).toEqual(['began', 'ended']);
  heartbeat.beat();
  await settled();
  expect(seen).toEqual(['began', 'ended']);
});

test('it beats by itself, every second', async () => {
  const ran = new EventEmitter();
  heartbeat = startHeartbeat({
    jobs: [{ name: 'timers', run: async () => ran.emit('ran') }],
    clock: systemClock,
    log,
  });
  await once(ran, 'ran');
  await once(ran, 'ran');
});
