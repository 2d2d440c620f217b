import type { AccountHistory } from '../src/health/backtest/backtest.ts';
import { SHIPPED } from '../src/health/catalogue.ts';
import type { SignalType } from '../src/health/config.ts';
import type { Observation } from '../src/health/score.ts';

// Made-up histories of made-up accounts, with known churn: docs/backtest.md says what is in them. The same seed makes
// the same history.

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS = 730;
const START = Date.UTC(2024, 0, 1, 6);
const CSMS = 10;

/** How often a type is observed, in days, and how much one observation strays, in points of 0–100. */
const FEEDS: Record<string, { every: number; jitter: number; noise: number }> = {
  usage_depth: { every: 7, jitter: 0, noise: 9 },
  seats_used: { every: 7, jitter: 0, noise: 6 },
  feature_adoption: { every: 14, jitter: 0, noise: 7 },
  support_tickets_open: { every: 7, jitter: 0, noise: 12 },
  support_satisfaction: { every: 30, jitter: 12, noise: 12 },
  payment_late_days: { every: 30, jitter: 2, noise: 10 },
  renewal_forecast: { every: 30, jitter: 3, noise: 8 },
  nps: { every: 90, jitter: 15, noise: 14 },
  sentiment: { every: 60, jitter: 20, noise: 12 },
  last_contact_days: { every: 14, jitter: 4, noise: 14 },
};

/** A slide of the level: down by `depth` from `from` to `to`, and back by `backTo` when it is given (days). */
interface Slide {
  from: number;
  to: number;
  depth: number;
  backTo?: number;
}

export function generateHistory({ seed, accounts }: { seed: number; accounts: number }): AccountHistory[] {
  const random = randomOf(seed);
  return Array.from({ length: accounts }, (_, index) => accountHistory(index, random));
}

function accountHistory(index: number, random: Random): AccountHistory {
  const base = clamp(random.normal(76, 9), 50, 95);
  const slides: Slide[] = [];
  let churnDay: number | null = null;
  let sponsorLeftDay: number | null = null;

  if (random.chance(0.22)) {
    churnDay = Math.round(random.between(180, DAYS));
    const kind = random.between(0, 1);
    if (kind < 0.6) slides.push(slide(churnDay - random.between(90, 270), churnDay, random.between(25, 45)));
    else if (kind < 0.8)
      slides.push(slide(churnDay - random.between(30, 75), churnDay, random.between(30, 50)));
    else if (kind < 0.9) {
      sponsorLeftDay = Math.round(churnDay - random.between(60, 150));
      slides.push(slide(sponsorLeftDay, churnDay, random.between(15, 35)));
    } // else: they leave without a sign
  } else if (random.chance(0.1)) {
    const from = random.between(60, DAYS - 200);
    const to = from + random.between(60, 120);
    slides.push({ from, to, depth: random.between(20, 35), backTo: to + random.between(40, 80) });
  }
  // Holidays, an incident, a quarter's end: everybody dips now and then, and is back soon.
  for (let day = random.exponential(450); day < DAYS; day += random.exponential(450)) {
    const length = random.between(7, 28);
    slides.push({ from: day, to: day + 2, depth: random.between(8, 25), backTo: day + length });
  }

  const drift = driftOf(random);
  const level = (day: number) =>
    base + (drift[Math.floor(day / 7)] ?? 0) - slides.reduce((sum, one) => sum + depthAt(one, day), 0);
  const silent = random.chance(0.03) ? random.between(100, DAYS - 100) : null;
  const end = churnDay ?? DAYS;
  const observations: Observation[] = [];
  for (const [type, feed] of Object.entries(FEEDS)) {
    const kind = SHIPPED.types[type];
    if (!kind) throw new Error(`${type} is not shipped`);
    const offset = random.normal(0, 6);
    for (
      let day = random.between(0, feed.every);
      day < end;
      day += feed.every + random.between(-feed.jitter, feed.jitter)
    ) {
      const value = rawOf(kind, clamp(level(day) + offset + random.normal(0, feed.noise), 0, 100));
      const lost =
        random.chance(0.05) || (silent !== null && day >= silent && day < silent + 60 && feed.every === 7);
      if (!lost) observations.push({ type, value, observedAt: new Date(START + Math.floor(day) * DAY_MS) });
    }
  }
  if (sponsorLeftDay !== null)
    observations.push({
      type: 'sponsor_left',
      value: 1,
      observedAt: new Date(START + sponsorLeftDay * DAY_MS),
    });
  return {
    account: `Sample account ${index + 1}`,
    csm: `Sample CSM ${(index % CSMS) + 1}`,
    observations,
    churnedAt: churnDay === null ? null : new Date(START + churnDay * DAY_MS),
  };
}

function slide(from: number, to: number, depth: number): Slide {
  return { from: Math.max(0, from), to, depth };
}

function depthAt({ from, to, depth, backTo }: Slide, day: number): number {
  if (day < from) return 0;
  if (day < to) return (depth * (day - from)) / (to - from);
  if (backTo === undefined) return depth;
  return day < backTo ? (depth * (backTo - day)) / (backTo - to) : 0;
}

/** A slow wandering about the base, by week. */
function driftOf(random: Random): number[] {
  const weeks: number[] = [];
  for (let week = 0, at = 0; week <= DAYS / 7 + 1; week++) {
    at += -0.15 * at + random.normal(0, 2);
    weeks.push(at);
  }
  return weeks;
}

/** The raw value whose normalised value is nearest to `points`, in steps in which it is measured. */
function rawOf({ points, unit, range }: SignalType, score: number): number {
  const step = unit === 'of 5' ? 0.1 : 1;
  for (const [index, [x, y]] of points.entries()) {
    const before = points[index - 1];
    if (!before || (score - before[1]) * (score - y) > 0) continue;
    const raw = before[0] + ((score - before[1]) / (y - before[1] || 1)) * (x - before[0]);
    return clamp(
      Math.round(raw / step) * step,
      range?.min ?? Number.NEGATIVE_INFINITY,
      range?.max ?? Number.POSITIVE_INFINITY,
    );
  }
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) throw new Error('a signal type has no points');
  return Math.abs(first[1] - score) < Math.abs(last[1] - score) ? first[0] : last[0];
}

interface Random {
  between(low: number, high: number): number;
  chance(share: number): boolean;
  normal(mean: number, deviation: number): number;
  exponential(mean: number): number;
}

/** Mulberry32: small, and the same everywhere. */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    between: (low, high) => low + next() * (high - low),
    chance: (share) => next() < share,
    normal: (mean, deviation) =>
      mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    exponential: (mean) => -mean * Math.log(1 - next()),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
