import { Temporal } from 'temporal-polyfill';
import { DAY_MS, isoDay } from './day.ts';

/** A stretch of time in which the zone keeps one offset from UTC; all in milliseconds, `until` exclusive. */
interface Stretch {
  from: number;
  until: number;
  offset: number;
}

// Finding a transition costs far more than using it: what is found is kept, per zone.
const known = new Map<string, Stretch[]>();

/** Whether the text names an IANA time zone that this runtime knows. */
export function isZone(text: string): boolean {
  if (known.has(text)) return true;
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    return true;
  } catch {
    return false;
  }
}

/** What a clock in the zone is ahead of UTC at an instant, in milliseconds. An unknown zone throws. */
export function offsetAt(zone: string, at: number): number {
  return stretchAt(zone, at).offset;
}

/**
 * The first instant at which a clock in the zone shows `local` or later. `local` is the clock's reading taken
 * as if it were UTC. It never decreases as `local` grows, whatever the clocks do.
 */
function firstInstantAt(zone: string, local: number): number {
  // No zone was ever further ahead of UTC than 16 hours.
  let stretch = stretchAt(zone, local - 16 * 3_600_000);
  while (local - stretch.offset >= stretch.until) stretch = stretchAt(zone, stretch.until);
  return Math.max(stretch.from, local - stretch.offset);
}

function stretchAt(zone: string, at: number): Stretch {
  const stretches = known.get(zone);
  const found = stretches?.find(({ from, until }) => from <= at && at < until);
  if (found !== undefined) return found;
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  // The previous transition is strictly before its start, so we look from just after.
  const previous = here.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const next = here.getTimeZoneTransition('next');
  const stretch = {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: here.offsetNanoseconds / 1e6,
  };
  if (stretches === undefined) known.set(zone, [stretch]);
  else stretches.push(stretch);
  return stretch;
}

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

const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;
/** Midnight, as programs write it behind a day. */
const MIDNIGHT =
  /(?:[T ](?:0?0:00(?::00(?:[.,]0+)?)?|12:00(?::00)? ?AM))(?: ?(?:Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?))?$/i;
const EXAMPLE = 'write it as 2027-01-31';

/**
 * The day in a text, YYYY-MM-DD: written so, as 31.01.2027, or with slashes where it is certain which part is the
 * month. Returns why where it is none.
 */
export function readDay(text: string): string | { reason: string } {
  const written = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .trim();
  const day = written.replace(MIDNIGHT, '');
  if (/^\d{5}(?:[.,]\d+)?$/.test(day))
    return { reason: `it is a spreadsheet's number of a day; format the column as a date, or ${EXAMPLE}` };
  if (/^[\d./-]{8,10}[T ]\d/i.test(day)) return { reason: `it has a time of day; ${EXAMPLE}` };
  const read = partsOf(day);
  if ('reason' in read) return { reason: `${read.reason}; ${EXAMPLE}` };
  const [year, month, date] = read.parts;
  const iso = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  if (!isLocalDate(iso)) return { reason: `there is no such day; ${EXAMPLE}` };
  if (Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR)
    return { reason: `its year is not between ${FIRST_YEAR} and ${LAST_YEAR}` };
  return iso;
}

type Parts = { parts: [year: string, month: string, day: string] } | { reason: string };

function partsOf(day: string): Parts {
  const [, year, , month, date] = /^(\d{4})([-/.])(\d\d?)\2(\d\d?)$/.exec(day) ?? [];
  if (year && month && date) return { parts: [year, month, date] };
  const [, one, mark, other, last] = /^(\d\d?)([./-])(\d\d?)\2(\d{4})$/.exec(day) ?? [];
  if (one && other && last) {
    if (mark === '.' || one === other || Number(one) > 12) return { parts: [last, other, one] };
    if (Number(other) > 12) return { parts: [last, one, other] };
    return { reason: 'which part is the month is not certain' };
  }
  if (/^\d\d?[./-]\d\d?[./-]\d\d$/.test(day)) return { reason: 'its year has two digits' };
  return { reason: 'it is not a date' };
}
