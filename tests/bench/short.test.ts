import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { stopAll } from '../../bench/apps.ts';
import { benchCommand } from '../../bench/command.ts';
import { benchDeals } from '../../bench/deals.ts';
import { benchDelivery } from '../../bench/delivery.ts';
import { benchDigest } from '../../bench/digest.ts';
import { build, type Server } from '../../bench/environment.ts';
import { type FakeSlack, startFakeSlack } from '../../bench/fake-slack.ts';
import { benchAlert } from '../../bench/health-alert.ts';
import { benchEvaluate } from '../../bench/health-evaluate.ts';
import { benchIngest } from '../../bench/health-ingest.ts';
import { benchSignalMemory } from '../../bench/health-memory.ts';
import { benchHome } from '../../bench/home.ts';
import { benchMassFall } from '../../bench/mass-fall.ts';
import type { Line } from '../../bench/measure.ts';
import { benchMemory } from '../../bench/memory.ts';
import { benchPictures } from '../../bench/pictures.ts';
import { benchSize } from '../../bench/size.ts';
import { benchSlides } from '../../bench/slides.ts';
import { benchStart } from '../../bench/start.ts';
import { benchStarve } from '../../bench/starve.ts';
import { benchSubmit } from '../../bench/submit.ts';
import { benchTimers } from '../../bench/timers.ts';
import { sourceOf } from '../support/sources.ts';
import { benchServer } from './server.ts';

// Every benchmark, so small that it takes seconds: it still runs, and both sides still do the same. Each compares the
// rows or the answers of its two sides itself, and throws where they differ. Nothing here asks how long anything takes.

let built: (file: string) => string;
let server: Server;
let slack: FakeSlack;
beforeAll(async () => {
  built = await build();
  server = benchServer(inject('templateDatabase'));
  slack = await startFakeSlack();
}, 120_000);
afterAll(async () => {
  await stopAll();
  await slack.close();
  await server.close();
});

/** Every line has a figure, and both sides have one where there are two. */
function expectFigures(lines: readonly Line[], count: number): void {
  expect(lines.length).toBe(count);
  for (const { what, baton, beside, ratio } of lines) {
    expect([what, baton], what).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\d/)]);
    expect(`${baton} ${beside} ${ratio}`, what).not.toMatch(/NaN|Infinity/);
  }
}

const benches: [string, number, () => Promise<Line[]>][] = [
  ['a command', 2, () => benchCommand(server, built, slack, { warmUp: 1, times: 3 })],
  [
    'a command beside a flood of signals',
    1,
    () => benchStarve(server, built, slack, { times: 8, senders: 12, items: 300, accounts: 300 }),
  ],
  ['a handoff', 1, () => benchSubmit(server, built, slack, { warmUp: 1, times: 3 })],
  ['timers', 1, () => benchTimers(server, { rounds: 2, warmUp: 1, each: 60 })],
  ['deals', 2, () => benchDeals(server, { rows: 400, bad: 4, reps: 5, rounds: 2 })],
  ['deliveries', 2, () => benchDelivery(server, built, { rounds: 2, each: 12, lanes: 4 })],
  ['signals', 1, () => benchIngest(server, built, slack, { rounds: 2, batches: 3, accounts: 200 })],
  ['health', 3, () => benchEvaluate(server, { accounts: 1_000, rounds: 1 })],
  ['slides', 2, () => benchSlides(server, { accounts: 200 })],
  ['a mass fall', 2, () => benchMassFall(server, { accounts: 120 })],
  ['an alert', 1, () => benchAlert(server, built, slack, { times: 1 })],
  ['a digest', 2, () => benchDigest(server, { accounts: 1_000, rounds: 1 })],
  ['Home', 2, () => benchHome(server, built, { warmUp: 1, times: 2 })],
  ['pictures', 4, () => benchPictures(built, { rounds: 1, warmUp: 1, stops: [1, 2] })],
  ['size', 10, () => benchSize(server, { accounts: 1_000, open: 100, ended: 1_000 }, 1)],
  ['memory', 4, () => benchMemory(server, built, slack, { stops: [5, 10], people: 40, settleMs: 0 })],
  [
    'memory of signals',
    4,
    () =>
      benchSignalMemory(server, built, slack, {
        ...{ stops: [500, 1_000], accounts: 200, settleMs: 0 },
      }),
  ],
  ['a start', 2, () => benchStart(built, slack, { times: 1 })],
];

test('none is left out', () => {
  const named = (path: string) => new Set(sourceOf(path).match(/\bbench[A-Z]\w+(?=\()/g));
  expect(
    [...named('bench/index.ts')].filter((name) => !named('tests/bench/short.test.ts').has(name)),
  ).toEqual([]);
});

test.each(benches)(
  'the benchmark of %s runs, and both sides do the same',
  async (_, count, bench) => {
    expectFigures(await bench(), count);
  },
  60_000,
);
