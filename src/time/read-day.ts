import { isLocalDate } from './local-date.ts';

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
