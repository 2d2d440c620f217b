import { plusDays } from '../time/day.ts';
import type { Dimension, HealthConfig, SignalType } from './config.ts';

/** What was last seen of one type. */
export interface Observation {
  type: string;
  value: number;
  observedAt: Date;
}

/** What one observation adds to the score. */
export interface Part extends Observation {
  dimension: Dimension;
  weight: number;
  /** 0–100. */
  normalised: number;
  fresh: boolean;
  staleAt: Date;
}

export interface Score {
  /** 0–100, exceptions applied; null when nothing is fresh. */
  value: number | null;
  /** Before exceptions. */
  mean: number | null;
  /** Fresh share of the weight of what this account ever sent, 0–1. */
  confidence: number;
  /** Enough is fresh, over enough dimensions, for a band. */
  known: boolean;
  parts: readonly Part[];
  /** Exceptions that hold, lowest cap first. */
  caps: readonly { type: string; cap: number; opensRisk: boolean }[];
}

/** Raw value → 0–100. */
export function normalise(points: SignalType['points'], raw: number): number {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) throw new Error('signal type without points');
  if (raw <= first[0]) return first[1];
  for (const [index, [x, y]] of points.entries()) {
    const before = points[index - 1];
    if (before !== undefined && raw <= x)
      return before[1] + ((raw - before[0]) / (x - before[0])) * (y - before[1]);
  }
  return last[1];
}

/**
 * The score at `at`, of the latest observation of each type: the weighted mean over those still fresh, capped by
 * the exceptions among them. It depends on nothing but its arguments. Types the configuration lacks do not count.
 */
export function scoreOf(observations: readonly Observation[], config: HealthConfig, at: Date): Score {
  const parts = observations.flatMap((observation) => partOf(observation, config, at) ?? []);
  // In an order of their own: adding in another would give another last digit.
  parts.sort((a, b) => (a.type < b.type ? -1 : 1));
  const fresh = parts.filter((part) => part.fresh);
  const freshWeight = sum(fresh.map(({ weight }) => weight));
  const allWeight = sum(parts.map(({ weight }) => weight));
  const confidence = allWeight > 0 ? Math.min(1, freshWeight / allWeight) : 0;
  const mean = meanOf(fresh, ({ normalised }) => normalised);
  const caps = fresh.flatMap(({ type, value }) => {
    const exception = config.types[type]?.exception;
    return exception && holds(exception, value)
      ? [{ type, cap: exception.cap, opensRisk: exception.opensRisk }]
      : [];
  });
  caps.sort((a, b) => a.cap - b.cap || (a.type < b.type ? -1 : 1));
  const dimensions = new Set(fresh.filter(({ weight }) => weight > 0).map(({ dimension }) => dimension));
  return {
    value: mean === null ? null : Math.min(mean, ...caps.map(({ cap }) => cap)),
    mean,
    confidence,
    known: mean !== null && confidence >= config.minConfidence && dimensions.size >= config.minDimensions,
    parts,
    caps,
  };
}

export function holds(exception: NonNullable<SignalType['exception']>, raw: number): boolean {
  return exception.when === 'at_least' ? raw >= exception.value : raw <= exception.value;
}

/** Weighted mean; null without weight. */
export function meanOf(parts: readonly Part[], pointsOf: (part: Part) => number): number | null {
  const weight = sum(parts.map((part) => part.weight));
  // Rounded, so that the order of the parts cannot show in the last digits.
  return weight > 0
    ? Math.round((sum(parts.map((part) => part.weight * pointsOf(part))) / weight) * 1e6) / 1e6
    : null;
}

function partOf({ type, value, observedAt }: Observation, config: HealthConfig, at: Date): Part | null {
  const kind = Object.hasOwn(config.types, type) ? config.types[type] : undefined;
  if (kind === undefined || observedAt > at) return null;
  const staleAt = plusDays(observedAt, kind.validDays);
  const { dimension, weight } = kind;
  const normalised = normalise(kind.points, value);
  return { type, value, observedAt, dimension, weight, normalised, fresh: staleAt > at, staleAt };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
