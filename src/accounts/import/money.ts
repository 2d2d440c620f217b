import { type Refusal, refuse } from '../../platform/refusal.ts';
import { quoted } from '../../platform/text.ts';
import { isCurrency } from '../../settings/rates.ts';

export interface Money {
  /** Decimal text with at most two decimals, such as '1200000' or '99.5'. */
  amount: string;
  /** ISO 4217, or null when neither the text nor the caller named one. */
  currency: string | null;
}

const SIGNS: Record<string, string> = {
  US$: 'USD',
  A$: 'AUD',
  C$: 'CAD',
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
};
const DOLLARS = /^(AUD|CAD|HKD|NZD|SGD|TWD|USD|MXN)$/;
const SCALES: Record<string, number> = { k: 3, mio: 6, mn: 6, m: 6, bn: 9, b: 9 };
const THREE_DECIMALS = /^(BHD|IQD|JOD|KWD|LYD|OMR|TND)$/;
const LARGEST_DIGITS = 12; // the column holds numeric(14,2)

/** The currency that a cell of its own names by code or sign, or null. */
export function readCurrencyCell(cell: string): string | null {
  const code = cell.normalize('NFKC').trim().toUpperCase();
  return isCurrency(code) ? code : (SIGNS[code] ?? null);
}

/**
 * Reads an amount of money as people and spreadsheets write it: '1200000', '1,200,000.00', '1.200.000,00',
 * '1.2m €', 'EUR 1.2M', '$500k'. `currency` is what a column of its own says and must agree with the text.
 * Refuses what could mean two amounts. One mark with three digits behind it ('1,200' or '1.200') groups
 * thousands, since no amount has three decimals; with a scale ('1.200m') or such a currency it is refused.
 */
export function parseMoney(text: string, currency?: string): Money | Refusal {
  const said = quoted(text);
  const joined = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/^'(?=\d)/, '') // a spreadsheet's mark for text
    .replace(/(?<=\d)[.,] ?[-–—]+$/, '') // 1200,- and 1200.–
    .replace(/(?<!\d)\d{1,3}(?:[\s'’]\d{3})+(?!\d)/g, (groups) => groups.replace(/\D/g, ''));
  if (/\d[\s'’]+\d/.test(joined)) return no(unreadable(text));
  const compact = joined.replace(/\s/g, '');
  if (/^[\d.,]+e[+-]?\d+$/i.test(compact))
    return no(`${said} was shortened by the spreadsheet. Format the column as a plain number.`);
  const [, before = '', digits = '', behind = ''] = /^(\D*?)(\d[\d.,]*)([^\d.,]*)$/.exec(compact) ?? [];
  if (/^[-(−–]|[-−–(]/.test(before) || /[-−–]$/.test(behind)) return no(`${said} is below zero.`);
  if (digits === '') return no(/^[-(−–]/.test(compact) ? `${said} is below zero.` : unreadable(text));
  const [scale, after] = scaleIn(behind);

  if (currency !== undefined && !isCurrency(currency))
    return no(`${quoted(currency)} is not a currency code such as EUR.`);
  const found = currencyOf(before || after, currency);
  if (before !== '' && after !== '') return no(unreadable(text));
  if (found === undefined)
    return no(`${said} does not name one currency. Write its code with it, such as 1200000 EUR.`);
  if (currency !== undefined && found !== null && found !== currency)
    return no(`${said} says ${found} and the currency column says ${currency}.`);
  const code = currency ?? found;

  const split = splitDecimals(digits, scale !== '' || THREE_DECIMALS.test(code ?? ''));
  if (split === null) return no(unreadable(text));
  if (split === 'ambiguous')
    return no(`${said} could be a fraction or thousands. Write the amount in full, such as 1200000.`);
  const shift = SCALES[scale] ?? 0;
  const decimals = split.decimals.padEnd(shift, '0');
  const whole = (split.whole + decimals.slice(0, shift)).replace(/^0+(?=\d)/, '');
  const cents = decimals.slice(shift).replace(/0+$/, '');
  const exact = cents.length > 6 ? centsOf(Number(`${whole}.${cents}`)) : null;
  if (exact !== null) return { amount: exact, currency: code };
  if (cents.length > 2) return no(`${said} has more than two decimals.`);
  if (whole.length > LARGEST_DIGITS) return no(`${said} is too large to be an amount of money.`);
  return { amount: cents === '' ? whole : `${whole}.${cents}`, currency: code };
}

/** A number as an amount: what a program adds by counting in binary is left out. Null where it has more decimals. */
export function centsOf(value: number): string | null {
  if (Math.abs(value - Number(value.toFixed(2))) > Math.max(1e-7, value * 1e-12)) return null;
  return value.toFixed(2).replace(/\.?0+$/, '');
}

/** A scale and what stands behind it. A currency may begin like one: BRL is no billion. */
function scaleIn(behind: string): [scale: string, after: string] {
  const letters = behind.toLowerCase();
  const scale = isCurrency(behind.toUpperCase())
    ? ''
    : Object.keys(SCALES).find((one) => letters.startsWith(one));
  return [scale ?? '', behind.slice(scale?.length ?? 0)];
}

/** Null where the text has no currency, undefined where it has something else. */
function currencyOf(mark: string, column: string | undefined): string | null | undefined {
  const sign = mark.toUpperCase();
  if (sign === '') return null;
  if (sign === '$' && column !== undefined && DOLLARS.test(column)) return column;
  if (sign === '¥' && (column === 'JPY' || column === 'CNY')) return column;
  return SIGNS[sign] ?? (isCurrency(sign) ? sign : undefined);
}

function splitDecimals(
  digits: string,
  fractionsLikely: boolean,
): { whole: string; decimals: string } | 'ambiguous' | null {
  const marks = digits.replace(/\d/g, '');
  const last = marks.at(-1);
  if (last === undefined) return { whole: digits, decimals: '' };
  const isGrouped = grouped(digits, last);
  if (marks.length === 1 && isGrouped && fractionsLikely) return 'ambiguous';
  if (isGrouped) return { whole: digits.replaceAll(last, ''), decimals: '' };
  const at = digits.lastIndexOf(last);
  const [whole, decimals] = [digits.slice(0, at), digits.slice(at + 1)];
  const group = last === ',' ? '.' : ',';
  if (decimals === '' || whole.includes(last)) return null;
  if (whole.includes(group) && !grouped(whole, group)) return null;
  return { whole: whole.replaceAll(group, ''), decimals };
}

/** Thousands, or the Indian grouping by twos before the last three. */
function grouped(digits: string, mark: string): boolean {
  const groups = digits.split(mark);
  const lengths = groups.map((group) => group.length);
  if (groups.length < 2 || /[^\d]/.test(groups.join('')) || digits.startsWith('0')) return false;
  if (lengths.at(-1) !== 3 || !lengths[0]) return false;
  const middle = lengths.slice(1, -1);
  return (
    (lengths[0] <= 3 && middle.every((length) => length === 3)) ||
    (lengths[0] <= 2 && middle.length > 0 && middle.every((length) => length === 2))
  );
}

function unreadable(text: string): string {
  return `${quoted(text)} is not an amount that can be read. Write it like 1200000 or 1,200,000.00 EUR.`;
}

function no(message: string): Refusal {
  return refuse('bad_money', message, 'arr');
}
