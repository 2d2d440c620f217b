import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDay } from '../../src/time/local-date.ts';

describe('a day', () => {
  it.each([
    ['2027-01-31', '2027-01-31'],
    ['31.1.2027', '2027-01-31'],
    ['2027/01/31', '2027-01-31'],
    ['01/31/2027', '2027-01-31'],
    ['31/01/2027', '2027-01-31'],
    ['03/03/2027', '2027-03-03'],
    ['2027-01-31T00:00:00Z', '2027-01-31'],
    ['2027-01-31 00:00:00.000000', '2027-01-31'],
    ['1/31/2027 12:00:00 AM', '2027-01-31'],
    ['2027–01–31', '2027-01-31'],
    ['２０２７-01-31', '2027-01-31'],
    ['\u200e31.01.2027\u00a0', '2027-01-31'],
  ])('is read from %j', (text, day) => {
    expect(readDay(text)).toBe(day);
  });

  it.each([
    ['01/02/2027', 'which part is the month'],
    ['05-06-2026', 'which part is the month'],
    ['46347', "a spreadsheet's number"],
    ['46347.5', "a spreadsheet's number"],
    ['0027-12-18', 'its year is not between'],
    ['0202-01-31', 'its year is not between'],
    ['31.01.0027', 'its year is not between'],
    ['18.12.26', 'two digits'],
    ['31.02.2027', 'no such day'],
    ['2027-13-01', 'no such day'],
    ['2027-01-31T23:00:00.000Z', 'time of day'],
    ['31.01.2027 14:30', 'time of day'],
    ['soon', 'not a date'],
    ['', 'not a date'],
  ])('is none in %j, with the reason', (text, reason) => {
    expect(readDay(text)).toEqual({ reason: expect.stringContaining(reason) });
  });

  it('is the same however it is written', () => {
    const days = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (at) => {
        const day = at.toISOString().slice(0, 10);
        const [year, month, date] = day.split('-');
        expect([readDay(day), readDay(`${date}.${month}.${year}`), readDay(`${day}T00:00:00`)]).toEqual([
          day,
          day,
          day,
        ]);
      }),
    );
  });
});
