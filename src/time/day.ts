// Days of UTC, which are all of one length. Those on a wall calendar are in local-date.ts.

export const DAY_MS = 86_400_000;

/** The same time of day so many days later, or earlier for a negative number. */
export const plusDays = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY_MS);

/** With fractions; negative when `to` comes before `from`. */
export const daysBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / DAY_MS;

/** 'YYYY-MM-DD': the day of an instant, or of a column that is a date. */
export function isoDay(at: Date): string;
export function isoDay(at: Date | null): string | null;
export function isoDay(at: Date | null): string | null {
  return at?.toISOString().slice(0, 10) ?? null;
}

/** 'YYYY-MM-DD HH:MM' */
export const isoMinute = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ');
