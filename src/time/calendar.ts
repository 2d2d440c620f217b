import { type Refusal, refuse } from '../platform/refusal.ts';
import { addDays, isZone, localDate, weekday } from './local-date.ts';

/** Local 'HH:MM' times, from inclusive to exclusive; a span ends at '24:00' at the latest. */
export type WorkingSpan = readonly [from: string, to: string];

/** The spans of each weekday in order; index 0 is Monday, 6 is Sunday. */
export type WorkingWeek = readonly (readonly WorkingSpan[])[];

export interface Calendar {
  /** IANA name. */
  zone: string;
  week: WorkingWeek;
  /** Local dates, 'YYYY-MM-DD', on which nobody works. */
  holidays: readonly string[];
}

const OFFICE: readonly WorkingSpan[] = [['09:00', '17:00']];
const WHOLE: readonly WorkingSpan[] = [['00:00', '24:00']];

export const BUSINESS_WEEK: WorkingWeek = [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []];
export const ALWAYS_WEEK: WorkingWeek = [WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE];

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const EXAMPLE = 'Write it like "Mon-Fri 09:00-17:00; Sat 10:00-12:00", or "always".';

/**
 * Reads 'Mon-Thu 09:00-12:00, 13:00-17:00; Fri, Sat 09:00-12:00' or 'always'. A span that ends before it
 * begins runs into the next day. Refuses what it cannot read, overlapping spans, and a week without work.
 */
export function parseWeek(typed: string): WorkingWeek | Refusal {
  // A Mac or a phone makes longer dashes of those that are typed.
  const text = typed.normalize('NFKC').replace(/[\p{Pd}\u2212]/gu, '-');
  if (text.trim().toLowerCase() === 'always') return ALWAYS_WEEK;
  const week: [from: string, to: string][][] = DAYS.map(() => []);
  for (const part of text.split(';').filter((part) => part.trim() !== '')) {
    const [, dayText = '', spanText = ''] = /^([a-z\s,-]+?)\s+([\d:\s,-]+)$/i.exec(part.trim()) ?? [];
    const days = readDays(dayText);
    const spans = spanText.split(',').map(readSpan);
    if (days === null) return refuse('bad_week', `"${part.trim()}" is not a day with times. ${EXAMPLE}`);
    for (const span of spans) {
      if (span === null) return refuse('bad_week', `"${part.trim()}" has no usable times. ${EXAMPLE}`);
      for (const day of days) addSpan(week, day, span);
    }
  }
  for (const [day, spans] of week.entries()) {
    spans.sort((a, b) => (a[0] < b[0] ? -1 : 1));
    if (spans.some((span, i) => span[0] < (spans[i - 1]?.[1] ?? ''))) {
      return refuse('bad_week', `The times on ${DAYS[day]} overlap.`);
    }
  }
  if (week.every((spans) => spans.length === 0)) {
    return refuse('bad_week', `There is no working time in it. ${EXAMPLE}`);
  }
  return week;
}

/** Minutes in "P1D": the commonest length of a working day, the longer of two equally common. */
export function workingDayMinutes(week: WorkingWeek): number {
  const counts = new Map<number, number>();
  for (const spans of week) {
    const length = spans.reduce((sum, [from, to]) => sum + minuteOfDay(to) - minuteOfDay(from), 0);
    if (length > 0) counts.set(length, (counts.get(length) ?? 0) + 1);
  }
  const [commonest] = [...counts].sort(([a, countA], [b, countB]) => countB - countA || b - a);
  return commonest?.[0] ?? 0;
}

/** Refuses an unknown zone, and a calendar on which the next 60 days have no working time. */
export function checkCalendar(calendar: Calendar, now: Date): Refusal | null {
  if (!isZone(calendar.zone)) return refuse('bad_zone', 'Pick a time zone such as Europe/Berlin.');
  const today = localDate(now, calendar.zone);
  for (let i = 0; i <= 60; i++) {
    const day = addDays(today, i);
    if (spansOn(calendar, day).length > 0) return null;
  }
  return refuse('no_working_time', 'This leaves no working time in the next 60 days. Add some.');
}

/** The working spans of one local date ('YYYY-MM-DD'): none on a holiday. */
export function spansOn(calendar: Calendar, date: string): readonly WorkingSpan[] {
  if (calendar.holidays.includes(date)) return [];
  return calendar.week[weekday(date)] ?? [];
}

/** 'HH:MM' → minutes after midnight. */
export function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function readDays(text: string): number[] | null {
  const days: number[] = [];
  for (const range of text.split(',')) {
    const [first, last = first, ...rest] = range.split('-').map(readDay);
    if (first === undefined || last === undefined || first < 0 || last < 0 || rest.length > 0) return null;
    for (let day = first; ; day = (day + 1) % 7) {
      days.push(day);
      if (day === last) break;
    }
  }
  return days;
}

const readDay = (text: string) =>
  DAYS.findIndex((day) => new RegExp(`^${day}[a-z]*$`, 'i').test(text.trim()));

function readSpan(text: string): [from: string, to: string] | null {
  const match = /^(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (match === null) return null;
  const from = `${match[1]?.padStart(2, '0')}:${match[2]}`;
  const to = `${match[3]?.padStart(2, '0')}:${match[4]}`;
  const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
  if (!clock.test(from) || !(clock.test(to) || to === '24:00') || from === to) return null;
  return [from, to];
}

function addSpan(week: [from: string, to: string][][], day: number, [from, to]: [string, string]): void {
  if (from < to) {
    week[day]?.push([from, to]);
    return;
  }
  week[day]?.push([from, '24:00']);
  if (to !== '00:00') week[(day + 1) % 7]?.push(['00:00', to]);
}
