import type { Calendar } from '../time/calendar.ts';
import { endOfLocalDay, localDate } from '../time/local-date.ts';
import { nextWorkingMorning } from '../time/working-time.ts';

const MINUTE_MS = 60_000;

/** How long one snooze lasts, in minutes; null is the next working morning. */
export const SNOOZES = { one_hour: 60, four_hours: 240, tomorrow: null } as const;
export type Snooze = keyof typeof SNOOZES;
export const SNOOZE_NAMES = Object.keys(SNOOZES) as Snooze[];

/** So many minutes from now, or with null the next working morning after today. */
export function snoozeUntil(minutes: number | null, calendar: Calendar, now: Date): Date {
  if (minutes !== null) return new Date(now.getTime() + minutes * MINUTE_MS);
  // Tomorrow's work may begin at midnight, and that is after this.
  const endOfToday = endOfLocalDay(localDate(now, calendar.zone), calendar.zone).getTime() - 1;
  return nextWorkingMorning(new Date(endOfToday), calendar);
}
