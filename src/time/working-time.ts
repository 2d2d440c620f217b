import { type Calendar, minuteOfDay, spansOn } from './calendar.ts';
import { plusDays } from './day.ts';
import { durationMs } from './duration.ts';
import { addDays, atLocalTime, localDate } from './local-date.ts';

/** A calendar that has gone this many days without working time never will have any. */
const GIVE_UP_DAYS = 400;

interface Interval {
  from: number;
  to: number;
}

/**
 * The instant at which `ms` of working time have passed since `from`. Time passes as it really does: a night
 * span loses the hour that the clocks skip. Nothing added is `from` itself. Throws on a calendar that has no
 * working time (see checkCalendar).
 */
export function addWorkingTime(from: Date, ms: number, calendar: Calendar): Date {
  const [at = from] = addWorkingTimes(from, [ms], calendar);
  return at;
}

/** The same for several lengths of time, in one walk through the calendar. */
export function addWorkingTimes(from: Date, lengths: readonly number[], calendar: Calendar): Date[] {
  const left = [...lengths].sort((a, b) => a - b);
  if ((left[0] ?? 0) < 0) throw new RangeError('working time cannot be negative');
  const reached = new Map([[0, from]]);
  let passed = 0;
  for (const interval of intervals(from, calendar)) {
    while (left[0] !== undefined && reached.has(left[0])) left.shift();
    if (left.length === 0) break;
    const start = Math.max(interval.from, from.getTime());
    const length = interval.to - start;
    if (length <= 0) continue;
    for (const ms of left) if (ms <= passed + length) reached.set(ms, new Date(start + ms - passed));
    passed += length;
  }
  return lengths.map((ms) => {
    const at = reached.get(ms);
    if (!at) throw new RangeError('this calendar has no working time');
    return at;
  });
}

/** Working time between two instants, in milliseconds; 0 when `to` is not after `from`. */
export function workingTimeBetween(from: Date, to: Date, calendar: Calendar): number {
  const end = to.getTime();
  let sum = 0;
  for (const interval of intervals(from, calendar)) {
    if (interval.from >= end) break;
    sum += Math.max(0, Math.min(interval.to, end) - Math.max(interval.from, from.getTime()));
  }
  return sum;
}

/** Whether the instant lies in a working span; the span's end no longer does. */
export function isWorkingTime(at: Date, calendar: Calendar): boolean {
  const ms = at.getTime();
  return dayIntervals(calendar, localDate(at, calendar.zone)).some(({ from, to }) => from <= ms && ms < to);
}

/**
 * The start of a working day, or this minute of it: today's when `from` is still before it, else that of the next
 * local day that has one. Throws on a calendar that has no working time.
 */
export function nextWorkingMorning(from: Date, calendar: Calendar, minute: number | null = null): Date {
  const today = localDate(from, calendar.zone);
  for (let i = 0; i <= GIVE_UP_DAYS; i++) {
    const day = addDays(today, i);
    const first = dayIntervals(calendar, day)[0];
    if (first === undefined) continue;
    const at = minute === null ? new Date(first.from) : atLocalTime(day, minute, calendar.zone);
    if (at > from) return at;
  }
  throw new RangeError('this calendar has no working time');
}

/** The start of the next working span after `from`: also after lunch. Throws on a calendar that has no working time. */
export function nextWorkingInstant(from: Date, calendar: Calendar): Date {
  for (const interval of intervals(from, calendar)) {
    if (interval.from > from.getTime()) return new Date(interval.from);
  }
  throw new RangeError('this calendar has no working time');
}

/** The working intervals from the local day of `from` on, until there have been none for too long. */
function* intervals(from: Date, calendar: Calendar): Generator<Interval> {
  let date = localDate(from, calendar.zone);
  for (let idle = 0; idle <= GIVE_UP_DAYS; idle++) {
    for (const interval of dayIntervals(calendar, date)) {
      idle = 0;
      yield interval;
    }
    date = addDays(date, 1);
  }
}

/** Empty ones (a span that the clocks skip) are left out. */
function dayIntervals(calendar: Calendar, date: string): Interval[] {
  return spansOn(calendar, date)
    .map(([from, to]) => ({
      from: atLocalTime(date, minuteOfDay(from), calendar.zone).getTime(),
      to: atLocalTime(date, minuteOfDay(to), calendar.zone).getTime(),
    }))
    .filter(({ from, to }) => from < to);
}

/** The end of the last working span of the next local day that has one: "by tomorrow", said at any hour of today. */
export function endOfNextWorkingDay(from: Date, calendar: Calendar): Date {
  const today = localDate(from, calendar.zone);
  for (let i = 1; i <= GIVE_UP_DAYS; i++) {
    const last = dayIntervals(calendar, addDays(today, i)).at(-1);
    if (last !== undefined) return new Date(last.to);
  }
  throw new RangeError('this calendar has no working time');
}

/** Nothing was worked for so long: then it is as good as never. */
const LONGEST_DAYS = 366;

/** The latest instant since which a working day has gone by. */
export function workingDayAgo(now: Date, calendar: Calendar): Date {
  const dayMs = durationMs({ workingDays: 1, ms: 0 }, calendar.week);
  let from = now;
  for (let days = 1; days <= LONGEST_DAYS; days *= 2) {
    from = plusDays(now, -days);
    const excess = workingTimeBetween(from, now, calendar) - dayMs;
    // A moment more leads over the hours in which nobody works.
    if (excess >= 0) return new Date(addWorkingTime(from, excess + 1, calendar).getTime() - 1);
  }
  return from;
}
