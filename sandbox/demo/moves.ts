import { BUSINESS_WEEK } from '../../src/time/calendar.ts';
import { addDays, atLocalTime, localDate, weekday } from '../../src/time/local-date.ts';
import { nextWorkingMorning } from '../../src/time/working-time.ts';
import type { Move } from '../page/shapes.ts';

const MINUTE = 60_000;

/** Where a move of the clock leads, for somebody in `zone`. */
export function moveFrom(now: Date, move: Move, zone: string): Date {
  switch (move) {
    case 'minutes':
      return new Date(now.getTime() + 15 * MINUTE);
    case 'hours':
      return new Date(now.getTime() + 240 * MINUTE);
    case 'morning':
      return nextWorkingMorning(now, { zone, week: BUSINESS_WEEK, holidays: [] });
    // At nine: what waits for somebody's working hours has come by then, and the digests of eight.
    case 'monday':
      return mondayAfter(now, zone, 0);
    case 'weeks':
    case 'outage':
      return mondayAfter(now, zone, 3);
  }
}

/** The next Monday at nine there, or so many weeks later. */
function mondayAfter(now: Date, zone: string, weeks: number): Date {
  const today = localDate(now, zone);
  const at = (days: number) => atLocalTime(addDays(today, days), 9 * 60, zone);
  const days = (7 - weekday(today)) % 7;
  return at((at(days) > now ? days : days + 7) + weeks * 7);
}
