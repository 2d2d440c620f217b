import { isoDay, plusDays } from './day.ts';

// Quarters of the calendar, in UTC.

/** The quarter a date ('YYYY-MM-DD') lies in: '2026-Q4'. */
export function quarterOf(date: string): string {
  return `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
}

/** From its first instant to its end, which is no part of it. */
export function periodOfQuarter(quarter: string): { from: Date; to: Date } {
  const year = Number(quarter.slice(0, 4));
  const first = (Number(quarter.slice(6)) - 1) * 3;
  return { from: new Date(Date.UTC(year, first)), to: new Date(Date.UTC(year, first + 3)) };
}

/** The quarter that had ended last on a date, or at an instant in ISO text. */
export function quarterBefore(date: string): string {
  const { from } = periodOfQuarter(quarterOf(date));
  return quarterOf(isoDay(plusDays(from, -1)));
}
