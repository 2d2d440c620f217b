import { type Refusal, refuse } from '../platform/refusal.ts';
import { type WorkingWeek, workingDayMinutes } from './calendar.ts';
import { DAY_MS } from './day.ts';

/** Working time: whole working days, whose length is the calendar's, and milliseconds. */
export interface Duration {
  workingDays: number;
  ms: number;
}

const EXPECTED = 'Write a time in words, such as 4 hours, 1 day or 30 minutes.';
const ISO = /^P(?:(\d{1,3})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/;
/** Each part once, from the largest to the smallest: '1 working day, 4 hours and 30 min'. */
const WORDS = new RegExp(
  `^${[
    ['\\d{1,3}', 'd|days?'],
    ['\\d{1,4}', 'h|hrs?|hours?'],
    ['\\d{1,5}', 'm|mins?|minutes?'],
    ['\\d{1,6}', 's|secs?|seconds?'],
  ]
    .map(([digits, unit]) => `(?:(${digits}) ?(?:working )?(?:${unit})(?:,? and |, ?| |$))?`)
    .join('')}$`,
);

/**
 * Reads working time as people write it ('4 hours', '1 day', '1 working day, 30 minutes') or as an ISO 8601 duration
 * ('P1DT4H'). Refuses weeks, months and years (a week is five days to one team and seven to another), fractions, zero,
 * and more than 366 days.
 */
export function parseDuration(text: string): Duration | Refusal {
  const given = text.trim().replace(/\s+/g, ' ');
  const match = ISO.exec(given) ?? (given === '' ? null : WORDS.exec(given.toLowerCase()));
  if (match === null) return refuse('bad_duration', EXPECTED);
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  const workingDays = days ?? 0;
  const ms = (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
  if (workingDays === 0 && ms === 0)
    return refuse('bad_duration', `Write a time longer than zero. ${EXPECTED}`);
  if (workingDays > 366 || ms > 366 * DAY_MS)
    return refuse('bad_duration', `Write at most 366 days. ${EXPECTED}`);
  return { workingDays, ms };
}

/** Days, hours, minutes and seconds. */
function partsOf({ workingDays, ms }: Duration): [number, number, number, number] {
  const seconds = Math.round(ms / 1000);
  return [workingDays, Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
}

/** '1 working day, 4 working hours': as people read it, and may write it. */
export function durationText(duration: Duration): string {
  const units = ['working day', 'working hour', 'minute', 'second'];
  return partsOf(duration)
    .flatMap((count, n) => (count > 0 ? [`${count} ${units[n]}${count === 1 ? '' : 's'}`] : []))
    .join(', ');
}

/** 'P1DT4H': as it is stored, which every version reads. */
export function isoDuration(duration: Duration): string {
  const [days, ...rest] = partsOf(duration);
  const time = rest.flatMap((count, n) => (count > 0 ? [`${count}${'HMS'[n]}`] : [])).join('');
  return `P${days > 0 ? `${days}D` : ''}${time && `T${time}`}`;
}

export function isDuration(value: unknown): value is Duration {
  return typeof value === 'object' && value !== null && 'workingDays' in value && 'ms' in value;
}

/** Milliseconds of working time on calendars with this week. */
export function durationMs(duration: Duration, week: WorkingWeek): number {
  return duration.workingDays * workingDayMinutes(week) * 60_000 + duration.ms;
}
