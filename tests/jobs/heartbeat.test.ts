import { EventEmitter, once } from 'node:events';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { type Heartbeat, type Job, startHeartbeat } from '../../jobs/heartbeat.ts';

const lines: { level: number; msg: string; job?: string }[] = [];
const log = pino(
  new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  }),
);

/** In weeks: the tests beat by hand. */
const BY_HAND = 2 ** 31 - 1;

let heartbeat: Heartbeat;

function start(jobs: Job[]) {
  lines.length = 0;
  heartbeat = startHeartbeat({ jobs, log, beatMs: BY_HAND });
  return heartbeat;
}

const failing = () => heartbeat.runs().flatMap(({ job, isFailing }) => (isFailing ? job : []));
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
  let steady = 0;
  heartbeat = startHeartbeat({
    jobs: [{ name: 'sweep', everyMs: 60_000, run: async () => runs++ }],
    log,
    beatMs: BY_HAND,
    steady: () => steady,
  });
  for (const seconds of [0, 30, 59, 60, 61, 119, 120]) {
    steady = seconds * 1000;
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
    log,
  });
  await once(ran, 'ran');
  await once(ran, 'ran');
});

test('it goes on beating while the system clock is set back an hour', async () => {
  const ran = new EventEmitter();
  heartbeat = startHeartbeat({
    jobs: [
      { name: 'timers', run: async () => ran.emit('ran') },
      { name: 'sweep', everyMs: 50, run: async () => ran.emit('swept') },
    ],
    log,
    beatMs: 20,
  });
  await once(ran, 'ran');
  const real = Date.now;
  Date.now = () => real() - 3_600_000;
  try {
    await once(ran, 'ran');
    await once(ran, 'swept');
    await once(ran, 'swept');
  } finally {
    Date.now = real;
  }
});

test('what has a schedule runs when that says so, and a beat starts it again only after it failed', async () => {
  const ran = new EventEmitter();
  let runs = 0;
  let steady = 0;
  heartbeat = startHeartbeat({
    jobs: [
      {
        name: 'tidy up',
        schedule: '* * * * * *',
        async run() {
          runs += 1;
          ran.emit('ran');
          if (runs === 1) throw new Error('not yet');
        },
      },
    ],
    log,
    beatMs: BY_HAND,
    steady: () => steady,
  });
  heartbeat.beat();
  expect(runs).toBe(0);
  await once(ran, 'ran');
  await settled();
  expect(failing()).toEqual(['tidy up']);
  steady = 10_000;
  heartbeat.beat();
  expect(runs).toBe(2);
  await settled();
  expect(failing()).toEqual([]);
});
