import { expect, test } from 'vitest';
import { isRefusal } from '../../src/platform/refusal.ts';
import { readSetting, settingsFrom } from '../../src/settings/catalogue.ts';
import { ratesOn, readRates } from '../../src/settings/rates.ts';

const rates = (text: string) => {
  const read = readRates(text);
  if (isRefusal(read)) throw new Error(read.message);
  return read;
};
const on = (text: string, date: string) => Object.fromEntries(ratesOn(rates(text), date, 'USD'));

test('a rate holds from its day on, until there is a later one of that currency', () => {
  const text = '2026-07-01 EUR=1.1 GBP=1.3; 2026-10-01 EUR=1.08';
  expect(on(text, '2026-06-30')).toEqual({ USD: '1' });
  expect(on(text, '2026-07-01')).toEqual({ USD: '1', EUR: '1.1', GBP: '1.3' });
  expect(on(text, '2026-09-30')).toEqual({ USD: '1', EUR: '1.1', GBP: '1.3' });
  expect(on(text, '2027-01-01')).toEqual({ USD: '1', EUR: '1.08', GBP: '1.3' });
});

test('the reporting currency is 1 of itself, whatever the rates say', () => {
  expect(on('2026-01-01 USD=2 EUR=1.1', '2026-01-01')).toEqual({ USD: '1', EUR: '1.1' });
});

test.each(['none', '', ' None '])('there are none in “%s”', (text) => {
  expect(rates(text)).toEqual([]);
});

test.each([
  ['EUR=1.1', 'no day or no rates'],
  ['2026-02-30 EUR=1.1', 'no day or no rates'],
  ['2026-02-01', 'no day or no rates'],
  ['2026-02-01 EURO=1.1', 'not a currency and its rate'],
  ['2026-02-01 EUR=0', 'not a currency and its rate'],
  ['2026-02-01 EUR=-1', 'not a currency and its rate'],
  ['2026-02-01 EUR=1,1', 'not a currency and its rate'],
  ['2026-02-01 EUR=1 EUR=2', 'EUR is there twice on 2026-02-01'],
  ['2026-02-01 EUR=1; 2026-02-01 GBP=2', '2026-02-01 is there twice'],
])('“%s” is refused: %s', (text, why) => {
  expect(readRates(text)).toMatchObject({ refused: 'bad_rates', message: expect.stringContaining(why) });
});

test('the settings read the same, and a currency by its code', () => {
  expect(readSetting('currency.rates', '2026-10-01 eur=1.08')).toEqual([
    { from: '2026-10-01', rates: { EUR: '1.08' } },
  ]);
  expect(readSetting('currency.reporting', 'eur')).toBe('EUR');
  expect(isRefusal(readSetting('currency.reporting', 'EURO'))).toBe(true);
  expect(settingsFrom(new Map()).values).toMatchObject({ 'currency.reporting': 'USD', 'currency.rates': [] });
});
