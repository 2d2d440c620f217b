import { convertIcsEvent, extendByRecurrenceRule, type IcsEvent } from 'ts-ics';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { isoDay, plusDays } from './day.ts';

/** Days of a calendar that somebody exported (iCalendar), and which of its events are none. */
export interface FoundDays {
  /** YYYY-MM-DD, in order. */
  days: string[];
  rejected: { name: string; reason: string }[];
}

const EACH = /^BEGIN:VEVENT\r?$[\s\S]*?^END:VEVENT\r?$/gim;
const NAME = /^SUMMARY(?:;[^:\r\n]*)?:(.*)$/im;
/** More than any holiday is repeated, and lasts. */
const MOST_TIMES = 1_000;
const MOST_DAYS = 31;
const NAME_SHOWN = 60;
const BY_DAYS: readonly string[] = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];

/** Returns the whole days in this text from one day to another, both included. An event that is broken costs itself alone. */
export function holidaysIn(text: string, { from, to }: { from: string; to: string }): FoundDays | Refusal {
  const parts = text.match(EACH);
  if (!/^BEGIN:VCALENDAR/im.test(text) || !parts)
    return refuse('no_calendar', 'This file is no calendar with events (ICS). Export it again as .ics.');
  const events = parts.map((part) => ({ name: nameIn(part), event: readEvent(part) }));
  const moved = new Set(events.flatMap(({ event }) => (event ? placeOf(event) : [])));
  const rejected: FoundDays['rejected'] = [];
  const days = new Set<string>();
  for (const { name, event } of events) {
    const found = event ? daysOf(event, moved, to) : 'it cannot be read';
    if (typeof found === 'string') rejected.push({ name, reason: found });
    else for (const day of found) if (day >= from && day <= to) days.add(day);
  }
  return { days: [...days].sort(), rejected };
}

const nameIn = (part: string): string =>
  NAME.exec(part)?.[1]?.trim().slice(0, NAME_SHOWN) || 'an event without a name';

function readEvent(part: string): IcsEvent | null {
  try {
    return convertIcsEvent(undefined, part);
  } catch {
    return null;
  }
}

/** Of an event that stands for one of a repeated one: which, as that one would call it. */
function placeOf({ uid, recurrenceId }: IcsEvent): string[] {
  return recurrenceId ? [`${uid} ${isoDay(recurrenceId.value.date)}`] : [];
}

/** Each day of it up to a last one; or why it is no holiday. */
function daysOf(event: IcsEvent, moved: ReadonlySet<string>, to: string): string[] | string {
  const { uid, start, status, recurrenceRule, exceptionDates = [] } = event;
  if (status?.toUpperCase() === 'CANCELLED') return [];
  if (!start?.date || Number.isNaN(start.date.getTime())) return 'it has no day';
  if (start.type !== 'DATE') return 'it is no whole day';
  const length = lengthOf(event);
  if (length > MOST_DAYS) return `it lasts longer than ${MOST_DAYS} days`;
  // What repeats within a day, or by nothing at all, would have no end.
  if (recurrenceRule && !(BY_DAYS.includes(recurrenceRule.frequency) && (recurrenceRule.interval ?? 1) >= 1))
    return 'it is not repeated by days, weeks, months or years';
  const times = recurrenceRule
    ? extendByRecurrenceRule(recurrenceRule, {
        start: start.date,
        end: new Date(to),
        exceptions: exceptionDates.map(({ date }) => date),
      })
    : [start.date];
  if (times.length > MOST_TIMES) return `it is repeated more than ${MOST_TIMES} times`;
  return times
    .filter((at) => !recurrenceRule || !moved.has(`${uid} ${isoDay(at)}`))
    .flatMap((at) => Array.from({ length }, (_, n) => isoDay(plusDays(at, n))));
}

/** Its end is the day after. */
function lengthOf({ start, end, duration }: IcsEvent): number {
  if (duration) return Math.max(1, (duration.weeks ?? 0) * 7 + (duration.days ?? 0));
  return end?.date ? Math.max(1, Math.round((end.date.getTime() - start.date.getTime()) / 86_400_000)) : 1;
}
