import type { HealthConfig } from '../config.ts';
import { coursesOf } from './levels.ts';
import { WEEKS, type WeeklyMeans } from './weeks.ts';

export const LOW_WEEKS = 8;
const WELL_WEEKS = 4;
const WELL_ABOVE = 15;

/**
 * The account has been below `cut` for eight weeks, and before that for four weeks or more by 15 points above it: a
 * level that came to stay. One that was never better is how it is.
 */
export function isLowForLong(means: WeeklyMeans, config: HealthConfig, cut: number): boolean {
  const courses = coursesOf(means, config);
  const levelAt = (week: number): number | null => {
    let [sum, whole] = [0, 0];
    for (const { levels, weight } of courses) {
      const level = levels[week] ?? null;
      if (level !== null) [sum, whole] = [sum + weight * level, whole + weight];
    }
    return whole > 0 ? sum / whole : null;
  };
  for (let week = WEEKS - LOW_WEEKS; week < WEEKS; week++) {
    const level = levelAt(week);
    if (level === null || level >= cut) return false;
  }
  let well = 0;
  for (let week = 0; week < WEEKS - LOW_WEEKS; week++)
    if ((levelAt(week) ?? 0) >= cut + WELL_ABOVE) well += 1;
  return well >= WELL_WEEKS;
}
