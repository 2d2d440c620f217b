import {
  addDays,
  atLocalTime,
  lastMinuteOf,
  localDate,
  readDay,
  startOfLocalDay,
  weekday,
} from './local-date.ts';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);
const BEFORE = /^(?:until|till|til|through|thru|to)\s+/;
/** '14:30', '2 pm', '2:30pm'. A bare number is no time. */
const TIME = /(?:^|\s)(?:at\s+)?(?:(\d{1,2}):(\d{2})\s*(am|pm)?|(\d{1,2})\s*(am|pm))$/;

/**
 * Returns the instant that people mean by an end as they write it ('friday', 'Dec 24', '2027-01-31', 'tomorrow 2 pm'), in
 * this zone: a day counts whole, and is never one that has passed. Null: it cannot be told.
 */
export function readUntil(text: string, zone: string, now: Date): Date | null {
  const read = readMoment(text, zone, now);
  if (!read) return null;
  const { day, minute } = read;
  return minute === null ? lastMinuteOf(day, zone) : atLocalTime(day, minute, zone);
}

/** A dash between two days is one with spaces around it, or a longer one. */
const BETWEEN =
  /^(?:from\s+)?(\S.*?)(?:\s+(?:until|till|til|through|thru|to|-)\s+|\s*[\u2013\u2014]\s*)(\S.*)$/i;

/**
 * The same of a span ('dec 21 until jan 4', 'from monday to friday', 'dec 21 - jan 4'), whose last day is one after its first.
 * Where only an end is written, it begins now: null.
 */
export function readSpan(text: string, zone: string, now: Date): { from: Date | null; until: Date } | null {
  const [, first, last] = BETWEEN.exec(text.normalize('NFKC').trim()) ?? [];
  const begin = first === undefined ? null : readMoment(first, zone, now);
  if (!begin || last === undefined) {
    const until = readUntil(text, zone, now);
    return until && { from: null, until };
  }
  const from =
    begin.minute === null ? startOfLocalDay(begin.day, zone) : atLocalTime(begin.day, begin.minute, zone);
  const until = readUntil(last, zone, from);
  return until && { from, until };
}

function readMoment(text: string, zone: string, now: Date): { day: string; minute: number | null } | null {
  const written = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[,\s]+/g, ' ')
    .trim()
    .replace(BEFORE, '');
  const time = TIME.exec(written);
  const minute = time && minuteOf(time);
  if (minute !== null && Number.isNaN(minute)) return null;
  const rest = time ? written.slice(0, time.index).trim() : written;
  const day = rest === '' && time ? localDate(now, zone) : readDayFrom(rest, localDate(now, zone));
  return day === null ? null : { day, minute };
}

function minuteOf([, hour, minutes, half, bare, bareHalf]: RegExpExecArray): number {
  const [h, m, noon] = [Number(hour ?? bare), Number(minutes ?? 0), half ?? bareHalf];
  if (m > 59 || (noon ? h < 1 || h > 12 : h > 23)) return Number.NaN;
  return ((noon ? h % 12 : h) + (noon === 'pm' ? 12 : 0)) * 60 + m;
}

/** Of a weekday the next, today included; of a day without a year the next as well. */
function readDayFrom(text: string, today: string): string | null {
  if (text === 'today') return today;
  if (text === 'tomorrow') return addDays(today, 1);
  const named = DAYS.findIndex((name) => text.length >= 3 && name.startsWith(text));
  if (named >= 0) return addDays(today, (named - weekday(today) + 7) % 7);
  const read = readDay(text);
  if (typeof read === 'string') return read;
  const [, first, word, second, year] =
    /^(?:(\d{1,2})(?:st|nd|rd|th|\.)? )?([a-z]{3,9})\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?(?: (\d{4}))?$/.exec(
      text,
    ) ?? [];
  const month = MONTHS.findIndex((name) => word !== undefined && name.startsWith(word)) + 1;
  const date = first ?? second;
  if (month === 0 || date === undefined || (first && second)) return null;
  const inYear = (of: number) => readDay(`${of}-${month}-${date}`);
  const thisYear = Number(today.slice(0, 4));
  const [given, next] = [inYear(year === undefined ? thisYear : Number(year)), inYear(thisYear + 1)];
  if (typeof given !== 'string') return null;
  return year === undefined && given < today ? (typeof next === 'string' ? next : null) : given;
}
