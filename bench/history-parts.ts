import type { Truth } from '../src/health/backtest/history.ts';
import { SHIPPED } from '../src/health/catalogue.ts';
import type { SignalType } from '../src/health/config.ts';
import { DAY_MS, plusDays } from '../src/time/day.ts';

// What both generators of made-up histories are made from.

export const DAYS = 730;
const START = new Date('2024-01-01T06:00:00.000Z');
export const CSMS = 10;

/** How often a type is observed, in days, and how much one observation strays, in points of 0–100. */
const RHYTHMS: Record<string, { every: number; jitter: number; noise: number }> = {
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

export const FEEDS = Object.entries(RHYTHMS).map(([type, feed]) => {
  const kind = SHIPPED.types[type];
  if (!kind) throw new Error(`${type} is not shipped`);
  return { type, kind, ...feed };
});

export const at = (day: number): Date => plusDays(START, day);
/** An observation has the hour of its export. */
export const observedOn = (day: number): Date => new Date(START.getTime() + Math.floor(day) * DAY_MS);

/** A slide of the level: down by `depth` from `from` to `to`, and back by `backTo` when it is given (days). */
export interface Slide {
  from: number;
  to: number;
  depth: number;
  backTo?: number;
}

export function depthAt({ from, to, depth, backTo }: Slide, day: number): number {
  if (day < from) return 0;
  if (day < to) return (depth * (day - from)) / (to - from);
  if (backTo === undefined) return depth;
  return day < backTo ? (depth * (backTo - day)) / (backTo - to) : 0;
}

export function sumOfDepths(slides: readonly Slide[], day: number): number {
  return slides.reduce((sum, one) => sum + depthAt(one, day), 0);
}

/** How the slides before leaving, those that were saved, and the dips are told to whoever measures. */
export function truthOf(
  slides: readonly (Slide & { saved: boolean; over: number })[],
  dips: readonly Slide[],
): Truth {
  return {
    slides: slides.map(({ from, over, saved }) => ({ from: at(from), to: at(over), saved })),
    dips: dips.map(({ from, to, backTo }) => ({ from: at(from), to: at(backTo ?? to) })),
  };
}

/** A slow wandering about zero, by week. */
export function wandering(random: Random, deviation: number): number[] {
  const weeks: number[] = [];
  for (let week = 0, points = 0; week <= DAYS / 7 + 1; week++) {
    points += -0.15 * points + random.normal(0, deviation);
    weeks.push(points);
  }
  return weeks;
}

/** The raw value whose normalised value is nearest to `points`, in steps in which it is measured. */
export function rawOf({ points, unit, range }: SignalType, score: number): number {
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

export interface Random {
  between(low: number, high: number): number;
  chance(share: number): boolean;
  normal(mean: number, deviation: number): number;
  exponential(mean: number): number;
}

/** Mulberry32: small, and the same everywhere. */
export function randomOf(seed: number): Random {
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

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
