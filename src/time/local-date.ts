import { DAY_MS, isoDay } from './day.ts';
import { firstInstantAt, offsetAt } from './zone.ts';

export { isZone } from './zone.ts';

/** The date on a wall calendar in the zone, 'YYYY-MM-DD'. */
export function localDate(at: Date, zone: string): string {
  return toText(at.getTime() + offsetAt(zone, at.getTime()));
}

/** The first instant of a local date: not midnight where the clocks skip it. */
export function startOfLocalDay(date: string, zone: string): Date {
  return atLocalTime(date, 0, zone);
}

/** The instant a local date ends. */
export function endOfLocalDay(date: string, zone: string): Date {
  return atLocalTime(date, 1440, zone);
}

/** The last minute of a local date, for what lasts until that day's end: its end is shown as the day after. */
export function lastMinuteOf(date: string, zone: string): Date {
  return new Date(endOfLocalDay(date, zone).getTime() - 60_000);
}

/**
 * The first instant at which a clock in the zone shows this minute of this date, or later: a time that the
 * clocks skip becomes the end of the gap, a time that comes twice is the first. 1440 is the day's end.
 */
export function atLocalTime(date: string, minute: number, zone: string): Date {
  return new Date(firstInstantAt(zone, Date.parse(date) + minute * 60_000));
}

/** The date so many days later, or earlier for a negative number. */
export function addDays(date: string, days: number): string {
  return toText(Date.parse(date) + days * DAY_MS);
}

/** 0 is Monday, 6 is Sunday. */
export function weekday(date: string): number {
  return (new Date(date).getUTCDay() + 6) % 7;
}

/** Whether the text is a date that exists, 'YYYY-MM-DD'. */
export function isLocalDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
}

const toText = (localMs: number) => isoDay(new Date(localMs));
