import type { Calendar } from '../time/calendar.ts';
import type { Duration } from '../time/duration.ts';
import { durationMs } from '../time/duration.ts';
import { workingTimeBetween } from '../time/working-time.ts';

/** Whether less than `pause` of working time, by the calendar of whoever is asked, has passed since `since`. */
export function isPaused(since: Date | null, pause: Duration, calendar: Calendar, now: Date): boolean {
  return since !== null && workingTimeBetween(since, now, calendar) < durationMs(pause, calendar.week);
}
