import type { Rates } from '../settings/rates.ts';

export { type Rates, readRates } from '../settings/rates.ts';

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
