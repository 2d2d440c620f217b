import { z } from 'zod';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { BUSINESS_WEEK, parseWeek, type WorkingWeek } from '../time/calendar.ts';
import { parseDuration } from '../time/duration.ts';
import { readDay } from '../time/local-date.ts';
import { readCurrency, readRates } from './rates.ts';

// Every kind of value reads one text, whether typed at a prompt or stored; what is stored is that text.

/** `read` returns a refusal in place of a value; its message becomes the issue. */
function readBy<T>(read: (text: string) => T | Refusal) {
  return z.string().transform((text, context): T => {
    const value = read(text);
    if (!isRefusal(value)) return value;
    context.addIssue({ code: 'custom', message: value.message });
    return z.NEVER;
  });
}

export const NONE = 'none';

/** `business`, `always` or a week as text. */
export function readWeek(text: string): WorkingWeek | Refusal {
  if (text.trim().toLowerCase() === 'business') return BUSINESS_WEEK;
  const week = parseWeek(text);
  return isRefusal(week) ? refuse(week.refused, `${week.message} "business" is Mon-Fri 09:00-17:00.`) : week;
}

/** A Slack channel id; null for `none`. */
export function readChannel(text: string): string | null | Refusal {
  if (text.trim().toLowerCase() === NONE) return null;
  return /^[CG][A-Z0-9]{4,20}$/.test(text.trim())
    ? text.trim()
    : no('Write a Slack channel id such as C012AB3CD, from the end of the channel’s details; or none.');
}

/** Dates with commas between them; none for `none`. */
export function readDates(text: string): string[] | Refusal {
  const expected = 'Write dates with commas between them, such as 2027-01-01, 2027-12-25; or none.';
  const items = readList(text, (item) => typeof readDay(item) === 'string', expected);
  if (isRefusal(items)) return items;
  return [...new Set(items.map((item) => `${readDay(item)}`))].sort();
}

function readMembers(text: string): string[] | Refusal {
  const expected = 'Write Slack user ids with commas between them, such as U012AB3CD, U045EF6GH; or none.';
  return readList(text, (id) => /^[UW][A-Z0-9]{4,20}$/.test(id), expected);
}

function readList(text: string, isItem: (item: string) => boolean, expected: string): string[] | Refusal {
  if (text.trim() === '' || text.trim().toLowerCase() === NONE) return [];
  const items = text.split(/[\s,;]+/).filter((item) => item !== '');
  return items.length <= 500 && items.every(isItem) ? [...new Set(items)].sort() : no(expected);
}

/** `segment=channel id` pairs with commas between them; none for `none`. Segments are compared in small letters. */
export function readSegmentChannels(text: string): Record<string, string> | Refusal {
  if (text.trim() === '' || text.trim().toLowerCase() === NONE) return {};
  const pairs = text.split(/[,;\n]/).map((pair) => pair.split('=').map((side) => side.trim()));
  const valid = pairs.every(
    ([segment, id, ...more]) => segment && /^[CG][A-Z0-9]{4,20}$/.test(id ?? '') && more.length === 0,
  );
  if (!valid || pairs.length > 100)
    return no('Write pairs of segment and channel id, such as enterprise=C012AB3CD, smb=C045EF6GH; or none.');
  return Object.fromEntries(pairs.map(([segment = '', id = '']) => [segment.toLowerCase(), id]));
}

export const segmentChannels = readBy(readSegmentChannels);
export const duration = readBy(parseDuration);
export const week = readBy(readWeek);
export const dates = readBy(readDates);
export const members = readBy(readMembers);
export const channel = readBy(readChannel);
export const currency = readBy(readCurrency);
export const rates = readBy(readRates);

export const flag = readBy((text) => {
  if (/^(true|yes|on)$/i.test(text)) return true;
  return /^(false|no|off)$/i.test(text) ? false : no('Write true or false.');
});

export function whole(min: number, max: number) {
  return readBy((text) => {
    const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : no(`Write a whole number from ${min} to ${max}.`);
  });
}

const MOST_MONTHS = 240;

/** Months that something is kept; null for `none`, where it may be kept without end. `otherwise` is what fewer would cost. */
export function monthsKept(least: number, otherwise: string, { orNone = false } = {}) {
  const allowed = `Write a whole number of months from ${least} to ${MOST_MONTHS}${orNone ? ', or none' : ''}.`;
  return readBy((text): number | null | Refusal => {
    if (orNone && text.toLowerCase() === NONE) return null;
    const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
    if (value < least) return no(`${allowed} With fewer, ${otherwise}.`);
    return value <= MOST_MONTHS ? value : no(allowed);
  });
}

function no(message: string): Refusal {
  return refuse('bad_value', message);
}
