import type { Dimension, HealthConfig } from '../config.ts';
import { normalise } from '../score.ts';
import { WEEKS, type WeeklyMeans } from './weeks.ts';

/** A reading says half as much about now after this long. */
const HALF_LIFE_WEEKS = 3;
/** What is usual: the weeks from here back to a year ago. Newer ones belong to the slide that is looked for. */
const USUAL_BEFORE_WEEKS = 6;
const USUAL_WEEKS = 52;
const FEWEST_LEVELS = 4;
/** Points squared: a type strays by 3 points at least, however quiet it has been. */
const LEAST_NOISE = 9;
/** Until its own steps say how much a type strays, it is taken to stray by ten points, as if four steps had said so. */
const FIRST_NOISE = { steps: 4, points: 100 };

/** Places of the weeks whose levels are usual, the first and the one after the last. */
export const USUAL = { from: WEEKS - USUAL_WEEKS, to: WEEKS - USUAL_BEFORE_WEEKS };

/** The course of one type, in points of 0–100. */
export interface Course {
  type: string;
  dimension: Dimension;
  weight: number;
  /** At the end of each week, oldest first; null: nothing fresh. */
  levels: (number | null)[];
  /** The latest level; one that has expired in the last weeks counts as it was. Null: none. */
  lastLevel: number | null;
  /** Null: too little is known. */
  usual: number | null;
  /** How much it says about the account: its weight by how little it strays. */
  say: number;
  /** Something was observed in the last week. */
  isNew: boolean;
}

/** Of every type that counts, by name: adding in another order would give another last digit. */
export function coursesOf(means: WeeklyMeans, config: HealthConfig): Course[] {
  return Object.entries(means)
    .flatMap(([type, weeks]) => courseOf(type, weeks, config) ?? [])
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}

function courseOf(type: string, weeks: readonly (number | null)[], config: HealthConfig): Course | null {
  const kind = Object.hasOwn(config.types, type) ? config.types[type] : undefined;
  if (!kind || kind.weight === 0) return null;
  const readings = weeks.map((raw) => (raw === null ? null : normalise(kind.points, raw)));
  const decay = 0.5 ** (1 / HALF_LIFE_WEEKS);
  const levels: (number | null)[] = [];
  let sum = 0;
  let weight = 0;
  let squares = 0;
  let age = Number.POSITIVE_INFINITY;
  for (const points of readings) {
    sum *= decay;
    weight *= decay;
    squares = squares * decay * decay;
    age += 1;
    if (points !== null) {
      sum += points;
      weight += 1;
      squares += 1;
      age = 0;
    }
    levels.push(age * 7 < kind.validDays ? sum / weight : null);
  }
  const then = levels.slice(USUAL.from, USUAL.to).filter((level) => level !== null);
  const noise = noiseOf(readings.slice(0, -USUAL_BEFORE_WEEKS));
  // Readings that count as one whole each: many old ones say less than few new ones.
  const effective = squares > 0 ? (weight * weight) / squares : 1;
  return {
    type,
    dimension: kind.dimension,
    levels,
    lastLevel: levels.slice(-1 - USUAL_BEFORE_WEEKS).findLast((level) => level !== null) ?? null,
    usual: then.length < FEWEST_LEVELS ? null : then.reduce((a, b) => a + b, 0) / then.length,
    weight: kind.weight,
    say: kind.weight / Math.max(LEAST_NOISE, noise / effective),
    isNew: readings.at(-1) !== null,
  };
}

/**
 * Points squared: half the mean squared step between readings that follow each other, which is what is left of a course
 * without its way. Of the weeks before the slide that is looked for, so that a better reading never makes a fall larger.
 */
function noiseOf(readings: readonly (number | null)[]): number {
  let [before, sum, n] = [null as number | null, 0, 0];
  for (const points of readings) {
    if (points === null) continue;
    if (before !== null) [sum, n] = [sum + (points - before) ** 2, n + 1];
    before = points;
  }
  return (sum / 2 + FIRST_NOISE.steps * FIRST_NOISE.points) / (n + FIRST_NOISE.steps);
}
