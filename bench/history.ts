import type { AccountHistory } from '../src/health/backtest/history.ts';
import type { Observation } from '../src/health/score.ts';
import {
  at,
  CSMS,
  clamp,
  DAYS,
  FEEDS,
  observedOn,
  type Random,
  randomOf,
  rawOf,
  type Slide,
  sumOfDepths,
  truthOf,
  wandering,
} from './history-parts.ts';

// Made-up histories of made-up accounts, with known churn: docs/backtest.md says what is in them. The same seed makes
// the same history.

/** How a world differs from the plain one. */
export interface Variation {
  /** Dips, times as many. */
  dips?: number;
  /** Noise and wandering, times as large. */
  noise?: number;
  wandering?: number;
  /** Share of the accounts that leaves, and of the others that slides and is saved. */
  leave?: number;
  saved?: number;
  /** Slides, times as long. */
  slides?: number;
  /** Times that something befalls everybody. */
  shocks?: number;
}

/** What the detector has to stand. */
export const VARIATIONS: readonly (Variation & { name: string })[] = [
  { name: 'dips half', dips: 0.5 },
  { name: 'dips double', dips: 2 },
  { name: 'noise half', noise: 0.5 },
  { name: 'noise half as much again', noise: 1.5 },
  { name: '8% leave', leave: 0.08 },
  { name: '25% leave', leave: 0.25 },
  { name: '20% saved', saved: 0.2 },
  { name: '40% saved', saved: 0.4 },
  { name: 'wandering a quarter more', wandering: 1.25 },
  { name: 'wandering half as much again', wandering: 1.5 },
  { name: 'four shocks for everybody', shocks: 4 },
  { name: 'slides 40% shorter', slides: 0.6 },
];

export function generateHistory({
  seed,
  accounts,
  ...variation
}: { seed: number; accounts: number } & Variation): AccountHistory[] {
  const random = randomOf(seed);
  const shocks = shocksOf(seed, variation.shocks ?? 0);
  return Array.from({ length: accounts }, (_, index) => accountHistory(index, random, shocks, variation));
}

function accountHistory(
  index: number,
  random: Random,
  shocks: readonly Slide[],
  { dips = 1, noise = 1, wandering: strays = 1, leave = 0.22, saved = 0.1, slides: length = 1 }: Variation,
): AccountHistory {
  const base = clamp(random.normal(76, 9), 50, 95);
  const slides: (Slide & { saved: boolean; over: number })[] = [];
  let churnDay: number | null = null;
  let sponsorLeftDay: number | null = null;

  const slideTo = (over: number, days: number, depth: number) =>
    slides.push({ from: Math.max(0, over - days), to: over, depth, saved: false, over });
  if (random.chance(leave)) {
    churnDay = Math.round(random.between(180, DAYS));
    const kind = random.between(0, 1);
    if (kind < 0.6) slideTo(churnDay, random.between(90, 270) * length, random.between(25, 45));
    else if (kind < 0.8) slideTo(churnDay, random.between(30, 75) * length, random.between(30, 50));
    else if (kind < 0.9) {
      sponsorLeftDay = Math.round(churnDay - random.between(60, 150) * length);
      slideTo(churnDay, churnDay - sponsorLeftDay, random.between(15, 35));
    } // else: they leave without a sign
  } else if (random.chance(saved)) {
    const from = random.between(60, DAYS - 200);
    const to = from + random.between(60, 120) * length;
    const depth = random.between(20, 35);
    const over = to + random.between(40, 80) * length;
    slides.push({ from, to, depth, backTo: over, saved: true, over });
  }
  // Holidays, an incident, a quarter's end: everybody dips now and then, and is back soon.
  const dipped: Slide[] = [];
  for (let day = random.exponential(450 / dips); day < DAYS; day += random.exponential(450 / dips)) {
    const length = random.between(7, 28);
    dipped.push({ from: day, to: day + 2, depth: random.between(8, 25), backTo: day + length });
  }

  const drift = wandering(random, 2 * strays);
  const down = [...slides, ...dipped, ...shocks];
  const level = (day: number) => base + (drift[Math.floor(day / 7)] ?? 0) - sumOfDepths(down, day);
  const silent = random.chance(0.03) ? random.between(100, DAYS - 100) : null;
  const end = churnDay ?? DAYS;
  const observations: Observation[] = [];
  for (const { type, kind, ...feed } of FEEDS) {
    const offset = random.normal(0, 6);
    for (
      let day = random.between(0, feed.every);
      day < end;
      day += feed.every + random.between(-feed.jitter, feed.jitter)
    ) {
      const points = level(day) + offset + random.normal(0, feed.noise * noise);
      const value = rawOf(kind, clamp(points, 0, 100));
      const lost =
        random.chance(0.05) || (silent !== null && day >= silent && day < silent + 60 && feed.every === 7);
      if (!lost) observations.push({ type, value, observedAt: observedOn(day) });
    }
  }
  if (sponsorLeftDay !== null)
    observations.push({ type: 'sponsor_left', value: 1, observedAt: at(sponsorLeftDay) });
  return {
    account: `Sample account ${index + 1}`,
    csm: `Sample CSM ${(index % CSMS) + 1}`,
    observations,
    churnedAt: churnDay === null ? null : at(churnDay),
    truth: truthOf(slides, dipped),
  };
}

/** Numbers of their own, so that everything else stays as it is without them. */
function shocksOf(seed: number, times: number): Slide[] {
  const random = randomOf(seed + 1_000_003);
  return Array.from({ length: times }, (_, index) => {
    const from = ((index + random.between(0.2, 0.8)) * DAYS) / times;
    return { from, to: from + 3, depth: random.between(8, 18), backTo: from + random.between(14, 56) };
  });
}
