import { DAY_MS } from '../../time/day.ts';
import type { Observation } from '../score.ts';

// Slides are looked for in weeks of UTC, from Sunday to Saturday: every Monday's digest, wherever it is Monday first,
// comes after the look.

/** Weeks that a look rests on: a year of levels and, for the oldest of them, what came before. */
export const WEEKS = 58;

const WEEK_DAYS = 7;
/** 1970-01-04 was a Sunday. */
const FIRST_SUNDAY = 3;
/** What is exported for Saturday has come by then. */
const LOOK_HOUR = 18;

/** Of an instant; weeks are counted from the first Sunday of 1970. */
export function weekOf(at: Date): number {
  return Math.floor((at.getTime() / DAY_MS - FIRST_SUNDAY) / WEEK_DAYS);
}

/** The first instant of a week. */
export function startOfWeek(week: number): Date {
  return new Date((week * WEEK_DAYS + FIRST_SUNDAY) * DAY_MS);
}

/** When a week is looked at, once it is over. */
export function lookAt(week: number): Date {
  return new Date(startOfWeek(week + 1).getTime() + LOOK_HOUR * (DAY_MS / 24));
}

/** The latest week whose look is due. */
export function latestLook(now: Date): number {
  const week = weekOf(now) - 1;
  return lookAt(week) <= now ? week : week - 1;
}

/** By type, what was observed in each of the last weeks, the last one last: the mean of its raw values, or null. */
export type WeeklyMeans = Readonly<Record<string, readonly (number | null)[]>>;

/** Of the `WEEKS` weeks up to and with `last`. What comes later does not count. */
export function weeklyMeans(observations: readonly Observation[], last: number): WeeklyMeans {
  const sums = new Map<string, { n: number; sum: number }[]>();
  for (const { type, value, observedAt } of observations) {
    const place = weekOf(observedAt) - last + WEEKS - 1;
    if (place < 0 || place >= WEEKS) continue;
    let weeks = sums.get(type);
    if (!weeks) {
      weeks = Array.from({ length: WEEKS }, () => ({ n: 0, sum: 0 }));
      sums.set(type, weeks);
    }
    const week = weeks[place];
    if (!week) continue;
    week.n += 1;
    week.sum += value;
  }
  return Object.fromEntries(
    [...sums].map(([type, weeks]) => [type, weeks.map(({ n, sum }) => (n > 0 ? sum / n : null))]),
  );
}
