import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMoney } from '../../src/accounts/import/money.ts';

describe('an amount of money', () => {
  it.each([
    ['1200000', '1200000', null],
    ['1,200,000.00', '1200000', null],
    ['1.200.000,00', '1200000', null],
    ['1 200 000,50', '1200000.5', null],
    ["1'200'000 CHF", '1200000', 'CHF'],
    ['1.2m €', '1200000', 'EUR'],
    ['EUR 1.2M', '1200000', 'EUR'],
    ['$500k', '500000', 'USD'],
    ['US$ 5k', '5000', 'USD'],
    ['£1.25bn', '1250000000', 'GBP'],
    ['1,5 mio €', '1500000', 'EUR'],
    ['12,00,000', '1200000', null],
    ['48,000', '48000', null],
    ['48.000', '48000', null],
    ['99.5', '99.5', null],
    ['0', '0', null],
    ['1200000 BRL', '1200000', 'BRL'],
    ['500000 MXN', '500000', 'MXN'],
    ['250000KRW', '250000', 'KRW'],
    ['1,200,000 myr', '1200000', 'MYR'],
    ['1.2m BRL', '1200000', 'BRL'],
    ['5kUSD', '5000', 'USD'],
    ['1200,-', '1200', null],
    ['1200.–', '1200', null],
    ['\u200b1\u00a0200\u00a0000\u200e €', '1200000', 'EUR'],
    ['１２００ＥＵＲ', '1200', 'EUR'],
    ["'1200", '1200', null],
    ['1199.8799999999999', '1199.88', null],
  ])('is read from %j', (text, amount, currency) => {
    expect(parseMoney(text)).toEqual({ amount, currency });
  });

  it.each([
    ['1.200m', 'fraction or thousands'],
    ['-5', 'below zero'],
    ['(500)', 'below zero'],
    ['(1.200,00 €)', 'below zero'],
    ['500-', 'below zero'],
    ['€ −500', 'below zero'],
    ['80%', 'one currency'],
    ['1.2E+06', 'shortened by the spreadsheet'],
    ['¥500', 'one currency'],
    ['500 kr', 'one currency'],
    ['12 34', 'can be read'],
    ['12.345.67', 'can be read'],
    ['1.2345', 'more than two decimals'],
    ['€ 5 $', 'can be read'],
    ['about a million', 'can be read'],
    ['', 'can be read'],
    ['9999999999999', 'too large'],
  ])('is refused in %j, with the reason', (text, reason) => {
    expect(parseMoney(text)).toMatchObject({ message: expect.stringMatching(reason) });
  });

  it('takes the currency of its own column, and refuses when the text names another', () => {
    expect(parseMoney('500', 'SEK')).toEqual({ amount: '500', currency: 'SEK' });
    expect(parseMoney('$500', 'CAD')).toEqual({ amount: '500', currency: 'CAD' });
    expect(parseMoney('¥500', 'JPY')).toEqual({ amount: '500', currency: 'JPY' });
    expect(parseMoney('€500', 'USD')).toMatchObject({ message: expect.stringContaining('says EUR') });
    expect(parseMoney('500', 'EURO')).toMatchObject({ refused: 'bad_money' });
    expect(parseMoney('1.200', 'KWD')).toMatchObject({ message: expect.stringContaining('thousands') });
  });

  it.each([...Intl.supportedValuesOf('currency')])('has %s before or behind it', (code) => {
    const expected = { amount: '1200000', currency: code };
    expect(
      [`${code} 1200000`, `1200000 ${code}`, `1200000${code.toLowerCase()}`].map((text) => parseMoney(text)),
    ).toEqual([expected, expected, expected]);
  });

  it('is what was written, in American and in European notation', () => {
    const amounts = fc.tuple(fc.integer({ min: 0, max: 99_999_999_999 }), fc.integer({ min: 10, max: 99 }));
    fc.assert(
      fc.property(amounts, ([whole, cents]) => {
        const expected = { amount: `${whole}.${cents}`.replace(/0$/, ''), currency: null };
        const american = `${whole.toLocaleString('en-US')}.${cents}`;
        const european = `${whole.toLocaleString('de-DE')},${cents}`;
        expect([parseMoney(american), parseMoney(european)]).toEqual([expected, expected]);
      }),
    );
  });
});
