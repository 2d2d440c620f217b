import type { Calendar } from '../time/calendar.ts';
import { addDays, startOfLocalDay } from '../time/local-date.ts';
import { nextWorkingMorning } from '../time/working-time.ts';

export interface Window {
  /** The first instant in it, and the first after it. */
  from: Date;
  to: Date;
}

/** Longer than any holidays. */
const DAYS_BACK = 60;

/**
 * What the list of a day tells of: everything since the working morning before, up to that day's. Each instant is
 * in one list.
 */
export function previewWindow(day: string, calendar: Calendar): Window {
  const morningFrom = (date: string) =>
    nextWorkingMorning(new Date(startOfLocalDay(date, calendar.zone).getTime() - 1), calendar);
  const to = morningFrom(day);
  for (let back = 1; back <= DAYS_BACK; back++) {
    const from = morningFrom(addDays(day, -back));
    if (from < to) return { from, to };
  }
  return { from: startOfLocalDay(addDays(day, -DAYS_BACK), calendar.zone), to };
}
