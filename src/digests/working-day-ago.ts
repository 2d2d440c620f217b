import type { Calendar } from '../time/calendar.ts';
import { plusDays } from '../time/day.ts';
import { durationMs } from '../time/duration.ts';
import { addWorkingTime, workingTimeBetween } from '../time/working-time.ts';

/** Nothing was worked for so long: then it is as good as never. */
const LONGEST_DAYS = 366;

/** The latest instant since which a working day has gone by. */
export function workingDayAgo(now: Date, calendar: Calendar): Date {
  const dayMs = durationMs({ workingDays: 1, ms: 0 }, calendar.week);
  let from = now;
  for (let days = 1; days <= LONGEST_DAYS; days *= 2) {
    from = plusDays(now, -days);
    const excess = workingTimeBetween(from, now, calendar) - dayMs;
    // A moment more leads over the hours in which nobody works.
    if (excess >= 0) return new Date(addWorkingTime(from, excess + 1, calendar).getTime() - 1);
  }
  return from;
}
