import type { Dimension, HealthConfig } from '../config.ts';
import { type Course, coursesOf, USUAL } from './levels.ts';
import { WEEKS, type WeeklyMeans } from './weeks.ts';

// Where an account stands against its own usual. Figures, and what else was tried: docs/backtest.md.

const FEWEST_SPREAD_WEEKS = 8;
/** Points: an account's own ups and downs are so many at least. */
const LEAST_SPREAD = 3;

/** One type, in points of 0–100. */
export interface TypeLook {
  type: string;
  dimension: Dimension;
  recent: number;
  usual: number;
  /** Share in the fall, 0–1. */
  say: number;
}

/** An account at the end of a week, against its own usual. */
export interface AccountLook {
  /** Points below the usual; negative: above. */
  fall: number;
  /** The same, or less where what expired in the last weeks would say less: what merely expires makes no fall. */
  sureFall: number;
  /** The standard deviation of its own weekly levels. */
  spread: number;
  recent: number;
  usual: number;
  types: TypeLook[];
  /** Points that each dimension has fallen. */
  dimensions: Partial<Record<Dimension, number>>;
  /** Weeks for which it has been below its usual by half of the fall, or more, up to now. */
  weeksDown: number;
  /** Something that counts was observed in the week. */
  hasNews: boolean;
}

/** Null while too little is known to call anything usual: its first 14 weeks. */
export function lookOf(means: WeeklyMeans, config: HealthConfig): AccountLook | null {
  return lookAlong(coursesOf(means, config));
}

/** The same, where the courses are there already. */
export function lookAlong(courses: readonly Course[]): AccountLook | null {
  const known = courses.flatMap((course) =>
    course.usual === null || course.lastLevel === null
      ? []
      : [{ ...course, usual: course.usual, lastLevel: course.lastLevel }],
  );
  const compared = known.flatMap((course) => {
    const recent = course.levels.at(-1) ?? null;
    return recent === null ? [] : [{ ...course, recent }];
  });
  const whole = compared.reduce((sum, { say }) => sum + say, 0);
  if (whole <= 0) return null;
  const types = compared.map(({ type, dimension, recent, usual, say }) => ({
    type,
    dimension,
    recent,
    usual,
    say: say / whole,
  }));
  const spread = spreadOf(compared);
  if (spread === null) return null;
  const mean = (of: (type: TypeLook) => number) => types.reduce((sum, type) => sum + type.say * of(type), 0);
  const fall = mean(({ usual, recent }) => usual - recent);
  return {
    fall,
    sureFall: Math.min(fall, fallWithExpired(known)),
    spread,
    recent: mean(({ recent }) => recent),
    usual: mean(({ usual }) => usual),
    types,
    dimensions: dimensionsOf(types),
    weeksDown: weeksDown(compared, fall),
    hasNews: compared.some(({ isNew }) => isNew),
  };
}

type Known = Course & { usual: number; lastLevel: number };

function fallWithExpired(known: readonly Known[]): number {
  const whole = known.reduce((sum, { say }) => sum + say, 0);
  return known.reduce((sum, { say, usual, lastLevel }) => sum + say * (usual - lastLevel), 0) / whole;
}

/** How far the account was below its usual at the end of that week, by the types that were fresh then. */
function fallAt(compared: readonly Known[], week: number): number | null {
  let [sum, whole] = [0, 0];
  for (const { levels, usual, say } of compared) {
    const level = levels[week] ?? null;
    if (level !== null) [sum, whole] = [sum + say * (usual - level), whole + say];
  }
  return whole > 0 ? sum / whole : null;
}

function spreadOf(compared: readonly Known[]): number | null {
  const falls: number[] = [];
  for (let week = USUAL.from; week < USUAL.to; week++) {
    const fall = fallAt(compared, week);
    if (fall !== null) falls.push(fall);
  }
  if (falls.length < FEWEST_SPREAD_WEEKS) return null;
  const mean = falls.reduce((a, b) => a + b, 0) / falls.length;
  const variance = falls.reduce((sum, fall) => sum + (fall - mean) ** 2, 0) / falls.length;
  return Math.max(LEAST_SPREAD, Math.sqrt(variance));
}

function dimensionsOf(types: readonly TypeLook[]): AccountLook['dimensions'] {
  const sums = new Map<Dimension, { fall: number; say: number }>();
  for (const { dimension, usual, recent, say } of types) {
    const sum = sums.get(dimension) ?? { fall: 0, say: 0 };
    sums.set(dimension, { fall: sum.fall + say * (usual - recent), say: sum.say + say });
  }
  return Object.fromEntries([...sums].map(([dimension, { fall, say }]) => [dimension, fall / say]));
}

function weeksDown(compared: readonly Known[], fall: number): number {
  const last = WEEKS - 1;
  let week = last;
  while (week >= 0 && (fallAt(compared, week) ?? Number.NEGATIVE_INFINITY) >= fall / 2) week--;
  return last - week;
}
