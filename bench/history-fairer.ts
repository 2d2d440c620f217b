import type { AccountHistory } from '../src/health/backtest/history.ts';
import { DIMENSIONS } from '../src/health/config.ts';
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

// A second world, which the detector was not made for: docs/backtest.md says what is in it. The same seed makes the
// same history.

/** Of a hundred accounts so many are in it, and a year loses this share of them. */
const SEGMENTS = [
  { share: 0.45, loss: 0.2 },
  { share: 0.35, loss: 0.1 },
  { share: 0.2, loss: 0.05 },
];
const TERM = 365;
/** Nobody who left earlier would be in a history of two years. */
const FIRST_LEAVING = 180;
const INCIDENTS = 4;
const INCIDENT_HITS: Partial<Record<string, number>> = { usage: 1, support: 1.5, adoption: 0.5 };
/** Days of a year on which people are away, and the points that usage falls. */
const HOLIDAYS = [
  { from: 205, to: 235, depth: 9 },
  { from: 355, to: 369, depth: 18 },
];

type Known = Slide & { saved: boolean; over: number };

export function generateFairerHistory({
  seed,
  accounts,
}: {
  seed: number;
  accounts: number;
}): AccountHistory[] {
  const random = randomOf(seed + 2_000_003);
  const incidents = Array.from({ length: INCIDENTS }, (_, index): Slide => {
    const from = ((index + random.between(0.1, 0.9)) * DAYS) / INCIDENTS;
    return { from, to: from + 2, depth: random.between(8, 18), backTo: from + random.between(14, 42) };
  });
  return Array.from({ length: accounts }, (_, index) => accountHistory(index, random, incidents));
}

function accountHistory(index: number, random: Random, incidents: readonly Slide[]): AccountHistory {
  const base = clamp(random.normal(74, 10), 45, 95);
  const churnDay = churnDayOf(random, base);
  const course = churnDay === null ? stayerCourse(random) : leaverCourse(random, churnDay);
  const dips: Slide[] = [];
  for (let day = random.exponential(500); day < DAYS; day += random.exponential(500)) {
    const length = random.between(7, 28);
    dips.push({ from: day, to: day + 2, depth: random.between(8, 25), backTo: day + length });
  }

  const own = wandering(random, 1.5);
  const apart = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, wandering(random, 1.8)]));
  const exposure = random.between(0.3, 1.5);
  const vacation = random.between(0.2, 1.6);
  const loud = Math.exp(random.normal(0, 0.35));
  const broken = random.chance(0.2) ? brokenFeed(random) : null;
  const down = [...course.slides, ...dips];
  const level = (day: number, dimension: string) => {
    const week = Math.floor(day / 7);
    const incident = exposure * (INCIDENT_HITS[dimension] ?? 0.3) * sumOfDepths(incidents, day);
    const holiday = dimension === 'usage' ? vacation * holidayAt(day) : 0;
    return (
      base + (own[week] ?? 0) + (apart[dimension]?.[week] ?? 0) - sumOfDepths(down, day) - incident - holiday
    );
  };
  const observations: Observation[] = [];
  for (const { type, kind, ...feed } of FEEDS) {
    const offset = random.normal(0, 7);
    for (
      let day = random.between(0, feed.every);
      day < (churnDay ?? DAYS);
      day += feed.every + random.between(-feed.jitter, feed.jitter)
    ) {
      const points = level(day, kind.dimension) + offset + random.normal(0, feed.noise * loud);
      const isBroken = broken?.type === type && day >= broken.from && day < broken.to;
      const value = rawOf(kind, isBroken ? 0 : clamp(points, 0, 100));
      if (!random.chance(0.05)) observations.push({ type, value, observedAt: observedOn(day) });
    }
  }
  if (course.sponsorLeft !== null && course.sponsorLeft < (churnDay ?? DAYS))
    observations.push({ type: 'sponsor_left', value: 1, observedAt: observedOn(course.sponsorLeft) });
  return {
    account: `Sample account ${index + 1}`,
    csm: `Sample CSM ${(index % CSMS) + 1}`,
    observations,
    churnedAt: churnDay === null ? null : at(churnDay),
    truth: truthOf(course.slides, dips),
  };
}

/** The end of a term, more often in segments that lose more and for accounts whose level is low. */
function churnDayOf(random: Random, base: number): number | null {
  const drawn = random.between(0, 1);
  const [small, middle, large] = SEGMENTS;
  const segment = drawn < (small?.share ?? 0) ? small : drawn < 1 - (large?.share ?? 0) ? middle : large;
  const loss = (segment?.loss ?? 0) * clamp(1 + (74 - base) / 15, 0.4, 2);
  for (let day = Math.round(random.between(0, TERM)); day < DAYS; day += TERM)
    if (random.chance(loss) && day >= FIRST_LEAVING) return day;
  return null;
}

/** Three in ten give no sign. The others have made up their mind up to 90 days before the term ends. */
function leaverCourse(random: Random, churnDay: number): { slides: Known[]; sponsorLeft: number | null } {
  if (random.chance(0.3)) return { slides: [], sponsorLeft: null };
  const to = churnDay - random.between(0, 90);
  const from = Math.max(0, to - random.between(45, 240));
  const slide = { from, to, depth: random.between(15, 45), saved: false, over: churnDay };
  return { slides: [slide], sponsorLeft: random.chance(0.15) ? from : null };
}

/** One in four slides, and is saved or stays smaller. A sponsor may leave, and the customer stays. */
function stayerCourse(random: Random): { slides: Known[]; sponsorLeft: number | null } {
  const sponsorLeft = random.chance(0.06) ? random.between(60, DAYS) : null;
  if (!random.chance(0.25)) return { slides: [], sponsorLeft };
  const from = random.between(60, DAYS - 120);
  const to = from + random.between(45, 150);
  const slide = { from, to, depth: random.between(12, 35), saved: true };
  if (random.chance(0.5)) return { slides: [{ ...slide, over: to + 90 }], sponsorLeft };
  const backTo = to + random.between(40, 80);
  return { slides: [{ ...slide, backTo, over: backTo }], sponsorLeft };
}

/** One feed tells nonsense for a month or more. */
function brokenFeed(random: Random): { type: string; from: number; to: number } | null {
  const feed = FEEDS[Math.floor(random.between(0, FEEDS.length))];
  const from = random.between(0, DAYS);
  return feed ? { type: feed.type, from, to: from + random.between(28, 90) } : null;
}

function holidayAt(day: number): number {
  const within = HOLIDAYS.find(({ from, to }) =>
    [day % 365, (day % 365) + 365].some((one) => one >= from && one < to),
  );
  return within?.depth ?? 0;
}
