import { fork } from 'node:child_process';
import type { DigestContent } from '../src/digests/content.ts';
import { bridgePicture } from '../views/pictures/bridge-picture.ts';
import { draw, svgOf } from '../views/pictures/draw.ts';
import type { Drawing } from '../views/pictures/drawing.ts';
import { compareLatency, type Line } from './measure.ts';
import { residentMb } from './memory.ts';

const SIZE = { rounds: 100, warmUp: 10, stops: [100, 500, 1_000] };
const AT_MOST = 12;
/** What a process may grow by between the first of these and the last, and still be called flat. */
const FLAT_MB = 30;

/** A digest's picture, from its figures to its PNG, beside the chart library's part of that alone; and what stays in memory. */
export async function benchPictures(
  built: (file: string) => string,
  { rounds, warmUp, stops } = SIZE,
): Promise<Line[]> {
  const whole: number[] = [];
  const chart: number[] = [];
  for (let round = -warmUp; round < rounds; round += 1) {
    const drawn = await timed(() => draw(sample(round)));
    const alone = await timed(() => svgOf(sample(round)));
    if (round < 0) continue;
    whole.push(drawn);
    chart.push(alone);
  }
  const after = await inAnotherProcess(built('bench/pictures.js'), stops);
  const growth = (after.at(-1)?.mb ?? 0) - (after[0]?.mb ?? 0);
  const line = (what: string, mb: number): Line => ({
    ...{ what, baton: `${mb} MB`, beside: '', ratio: '', aim: '', met: null },
  });
  return [
    compareLatency("a digest's picture, warm", whole, chart, AT_MOST),
    ...after.map(({ pictures, mb }) => line(`memory, after ${pictures.toLocaleString('en')} pictures`, mb)),
    {
      ...line('memory, growth from the first of these to the last', growth),
      aim: `≤ ${FLAT_MB} MB`,
      met: growth <= FLAT_MB,
    },
  ];
}

interface Stop {
  pictures: number;
  mb: number;
}

/** Of this process, which does nothing else. */
function inAnotherProcess(file: string, stops: readonly number[]): Promise<Stop[]> {
  const child = fork(file, ['memory', ...stops.map(String)], { execArgv: [] });
  return new Promise((resolve, reject) => {
    child.once('message', (stops) => resolve(stops as Stop[]));
    child.once('exit', (code) => reject(new Error(`drawing ended with ${code}`)));
  });
}

async function measureMemory(at: readonly number[]): Promise<Stop[]> {
  const stops: Stop[] = [];
  let drawn = 0;
  for (const stop of at) {
    while (drawn < stop) await draw(sample(drawn++));
    stops.push({ pictures: stop, mb: residentMb(process.pid) });
  }
  return stops;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** All seven steps, each time with other figures. */
function sample(round: number): Drawing {
  const total = (accounts: number, amount: number) => ({ accounts, amount });
  const steps = {
    entered: total(4, 320_000),
    recovered: total(-1, -90_000 - round),
    lost: total(-1, -60_000),
    edited: total(2, -40_000),
    rules: total(1, 10_000),
    moved: total(-1, -20_000),
  };
  const before = total(12, 1_100_000);
  const changed = Object.values(steps).reduce((sum, { amount }) => sum + amount, 0);
  const now = total(14, before.amount + changed);
  const content = {
    figures: { currency: 'USD', atRisk: now },
    bridge: { before, since: '2026-11-16T07:00:00.000Z', steps, now },
  } as DigestContent;
  const drawing = bridgePicture(content);
  if (!drawing) throw new Error('nothing to draw');
  return drawing;
}

if (process.argv[2] === 'memory' && process.send) {
  process.send(await measureMemory(process.argv.slice(3).map(Number)));
  process.disconnect();
}
