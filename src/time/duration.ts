import { type Refusal, refuse } from '../platform/refusal.ts';
import { type WorkingWeek, workingDayMinutes } from './calendar.ts';
import { DAY_MS } from './day.ts';

/** Working time: whole working days, whose length is the calendar's, and milliseconds. */
export interface Duration {
  workingDays: number;
  ms: number;
}

/**
 * Reads an ISO 8601 duration of working time: 'P1D', 'P1DT4H', 'PT30M', 'PT10S'. Refuses weeks, months and
 * years (a week is five days to one team and seven to another), fractions, zero, and more than 366 days.
 */
export function parseDuration(iso: string): Duration | Refusal {
  const match = /^P(?:(\d{1,3})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/.exec(
    iso.trim(),
  );
  if (match === null) {
    return refuse(
      'bad_duration',
      'Write a duration in days, hours and minutes: P1D is one working day, PT4H four hours, P5D five working days.',
    );
  }
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  const workingDays = days ?? 0;
  const ms = (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
  if (workingDays === 0 && ms === 0) return refuse('bad_duration', 'A duration must be longer than zero.');
  if (workingDays > 366 || ms > 366 * DAY_MS) {
    return refuse('bad_duration', 'A duration may be 366 days at most.');
  }
  return { workingDays, ms };
}

/** Milliseconds of working time on calendars with this week. */
export function durationMs(duration: Duration, week: WorkingWeek): number {
  return duration.workingDays * workingDayMinutes(week) * 60_000 + duration.ms;
}
