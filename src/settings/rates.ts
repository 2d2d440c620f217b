import { type Refusal, refuse } from '../platform/refusal.ts';
import { readDay } from '../time/local-date.ts';

/** What one unit of a currency is worth in the reporting currency, from a day on: decimal text. Newest first. */
export type Rates = readonly { from: string; rates: Readonly<Record<string, string>> }[];

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
const RATE = /^\d{1,7}(\.\d{1,10})?$/;
const DAYS = 100;
const EXPECTED =
  'Write a day and the rates from then on, such as 2026-10-01 EUR=1.08 GBP=1.27; 2026-07-01 EUR=1.1; or none.';

/** Reads '2026-10-01 EUR=1.08 GBP=1.27; 2026-07-01 EUR=1.1'. Nothing for `none`. */
export function readRates(text: string): Rates | Refusal {
  if (text.trim() === '' || text.trim().toLowerCase() === 'none') return [];
  const byDay = new Map<string, Record<string, string>>();
  for (const part of text.split(/[;\n]/).filter((part) => part.trim() !== '')) {
    const [day = '', ...pairs] = part.split(/[\s,]+/).filter((word) => word !== '');
    const from = readDay(day);
    if (typeof from !== 'string' || pairs.length === 0) return no(`"${part.trim()}" has no day or no rates.`);
    if (byDay.has(from)) return no(`${from} is there twice.`);
    const rates: Record<string, string> = {};
    for (const pair of pairs) {
      const [code = '', rate = '', ...more] = pair.toUpperCase().split('=');
      if (!CURRENCIES.has(code) || !RATE.test(rate) || Number(rate) === 0 || more.length > 0)
        return no(`"${pair}" is not a currency and its rate.`);
      if (code in rates) return no(`${code} is there twice on ${from}.`);
      rates[code] = rate;
    }
    byDay.set(from, rates);
  }
  if (byDay.size > DAYS) return no(`That is more than ${DAYS} days.`);
  return [...byDay].map(([from, rates]) => ({ from, rates })).sort((a, b) => (a.from < b.from ? 1 : -1));
}

export const isCurrency = (code: string): boolean => CURRENCIES.has(code);

/** Reads an ISO 4217 code. */
export function readCurrency(text: string): string | Refusal {
  const code = text.trim().toUpperCase();
  return isCurrency(code) ? code : refuse('bad_value', 'Write a currency code, such as USD.');
}

function no(message: string): Refusal {
  return refuse('bad_rates', `${message} ${EXPECTED}`);
}

/**
 * What one unit of each currency is worth in the reporting currency on a day ('YYYY-MM-DD'): the latest rate from that
 * day or before. The reporting currency is 1 of itself; one without a rate is not there.
 */
export function ratesOn(rates: Rates, date: string, reporting: string): ReadonlyMap<string, string> {
  const found = new Map([[reporting, '1']]);
  for (const { from, rates: those } of rates) {
    if (from > date) continue;
    for (const [code, rate] of Object.entries(those)) if (!found.has(code)) found.set(code, rate);
  }
  return found;
}
