import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../src/platform/refusal.ts';
import {
  ALWAYS_WEEK,
  BUSINESS_WEEK,
  checkCalendar,
  parseWeek,
  workingDayMinutes,
} from '../../src/time/calendar.ts';
import { durationMs, durationText, isoDuration, parseDuration } from '../../src/time/duration.ts';
import {
  addDays,
  endOfLocalDay,
  isLocalDate,
  isZone,
  localDate,
  startOfLocalDay,
  weekday,
} from '../../src/time/local-date.ts';

const HOUR = 3_600_000;
const now = new Date('2027-03-03T12:00:00Z');

function week(text: string) {
  const parsed = parseWeek(text);
  if (isRefusal(parsed)) throw new Error(parsed.message);
  return parsed;
}

describe('a working week', () => {
  test('is read from days with times', () => {
    expect(week('Mon-Fri 09:00-17:00')).toEqual(BUSINESS_WEEK);
    expect(week('always')).toEqual(ALWAYS_WEEK);
    expect(week('Monday - Thursday 9:00-12:00, 13:00-17:30; fri, Sun 08:00-12:00')).toEqual([
      ...Array(4).fill([
        ['09:00', '12:00'],
        ['13:00', '17:30'],
      ]),
      [['08:00', '12:00']],
      [],
      [['08:00', '12:00']],
    ]);
  });

  test.each(['‐', '‑', '‒', '–', '—', '−', '－', ' – '])('may have %j for a hyphen', (dash) => {
    expect(week(`Mon${dash}Fri 09:00${dash}17:00`)).toEqual(BUSINESS_WEEK);
  });

  test('may begin on a Sunday', () => {
    expect(week('Sun-Thu 09:00-17:00').map((spans) => spans.length)).toEqual([1, 1, 1, 1, 0, 0, 1]);
  });

  test('carries a night into the next day', () => {
    expect(week('Sun 22:00-06:00')).toEqual([[['00:00', '06:00']], [], [], [], [], [], [['22:00', '24:00']]]);
    expect(week('Mon 22:00-00:00')[0]).toEqual([['22:00', '24:00']]);
  });

  test.each([
    '',
    ';',
    'Mon',
    '09:00-17:00',
    'Mon-Fri',
    'Mon 09:00',
    'Mon 09:00-25:00',
    'Mon 24:00-09:00',
    'Mon 09:60-10:00',
    'Mon 09:00-09:00',
    'Mon 09:00-12:00, 11:00-13:00',
    'Mon-Wed-Fri 09:00-17:00',
    'Foo 09:00-17:00',
    'Mon 22:00-06:00; Tue 05:00-09:00',
  ])('is refused as %j', (text) => {
    expect(parseWeek(text)).toMatchObject({ refused: 'bad_week' });
  });

  test('has a working day of its commonest length, the longer of two equally common', () => {
    expect(workingDayMinutes(BUSINESS_WEEK)).toBe(480);
    expect(workingDayMinutes(ALWAYS_WEEK)).toBe(1440);
    expect(workingDayMinutes(week('Mon-Thu 09:00-12:00, 13:00-17:00; Fri 09:00-12:00'))).toBe(420);
    expect(workingDayMinutes(week('Mon 09:00-12:00; Tue 09:00-13:00'))).toBe(240);
  });
});

describe('a calendar', () => {
  test('is refused without working time in the next 60 days', () => {
    const holidays = Array.from({ length: 61 }, (_, i) => addDays('2027-03-03', i));
    expect(checkCalendar({ zone: 'Europe/Berlin', week: BUSINESS_WEEK, holidays: [] }, now)).toBeNull();
    expect(checkCalendar({ zone: 'Europe/Berlin', week: BUSINESS_WEEK, holidays }, now)).toMatchObject({
      refused: 'no_working_time',
    });
    expect(
      checkCalendar({ zone: 'Europe/Berlin', week: BUSINESS_WEEK, holidays: holidays.slice(1) }, now),
    ).toBeNull();
  });

  test('is refused in a zone nobody knows', () => {
    expect(checkCalendar({ zone: 'Europe/Atlantis', week: BUSINESS_WEEK, holidays: [] }, now)).toMatchObject({
      refused: 'bad_zone',
    });
  });

  test('knows zones by their IANA names only', () => {
    expect(['Europe/Berlin', 'UTC', 'Asia/Kolkata', 'Australia/Lord_Howe'].map(isZone)).not.toContain(false);
    expect(['', 'Europe/Atlantis', '+02:00', 'Berlin', ' '].map(isZone)).not.toContain(true);
  });
});

describe('a duration', () => {
  const ms = (iso: string, text = 'Mon-Fri 09:00-17:00') => {
    const duration = parseDuration(iso);
    if (isRefusal(duration)) throw new Error(duration.message);
    return durationMs(duration, week(text));
  };

  test('counts working days by the calendar and time by the clock', () => {
    expect(ms('P1D')).toBe(8 * HOUR);
    expect(ms('P1D', 'always')).toBe(24 * HOUR);
    expect(ms('P1DT4H')).toBe(12 * HOUR);
    expect(ms('PT30M')).toBe(HOUR / 2);
    expect(ms('PT10S')).toBe(10_000);
    expect(ms('PT1H30M15S')).toBe(5_415_000);
  });

  test('is read as people write it', () => {
    expect(ms('1 day')).toBe(8 * HOUR);
    expect(ms(' 2  working days ')).toBe(16 * HOUR);
    expect(ms('4 hours')).toBe(4 * HOUR);
    expect(ms('30 min')).toBe(HOUR / 2);
    expect(ms('1 working day, 4 working hours')).toBe(12 * HOUR);
    expect(ms('1 day and 4h')).toBe(12 * HOUR);
    expect(ms('1d 4h 30m')).toBe(12.5 * HOUR);
  });

  test.each(['P1D', 'P1DT4H', 'PT30M', 'PT10S', 'PT90M', 'P366D'])(
    '%s is told in words that are read again',
    (iso) => {
      const duration = parseDuration(iso);
      if (isRefusal(duration)) throw new Error(duration.message);
      expect(parseDuration(durationText(duration))).toEqual(duration);
      expect(parseDuration(isoDuration(duration))).toEqual(duration);
    },
  );

  test.each([
    '',
    'P',
    'PT',
    'P0D',
    'PT0S',
    'P1W',
    'P1M',
    'P1Y',
    'PT0.5H',
    'P-1D',
    '1 week',
    '4 hours 1 day',
    '1.5 days',
    'a day',
    'hours',
    '4',
    'P1H',
    'P400D',
    'p1d',
  ])('is refused as %j', (iso) => {
    expect(parseDuration(iso)).toMatchObject({ refused: 'bad_duration' });
  });
});

describe('a local date', () => {
  test('is the date on the wall of the zone', () => {
    const at = new Date('2027-03-03T23:30:00Z');
    expect(localDate(at, 'UTC')).toBe('2027-03-03');
    expect(localDate(at, 'Asia/Tokyo')).toBe('2027-03-04');
    expect(localDate(at, 'America/New_York')).toBe('2027-03-03');
  });

  test('begins at midnight, or where the clocks go on when they skip midnight', () => {
    expect(startOfLocalDay('2027-03-04', 'Asia/Tokyo')).toEqual(new Date('2027-03-03T15:00:00Z'));
    // 00:00 to 01:00 did not happen.
    expect(startOfLocalDay('2018-11-04', 'America/Sao_Paulo')).toEqual(new Date('2018-11-04T03:00:00Z'));
    expect(startOfLocalDay('2024-04-26', 'Africa/Cairo')).toEqual(new Date('2024-04-25T22:00:00Z'));
  });

  test('ends where the next one begins', () => {
    expect(endOfLocalDay('2027-03-28', 'Europe/Berlin')).toEqual(new Date('2027-03-28T22:00:00Z'));
    expect(endOfLocalDay('2018-11-03', 'America/Sao_Paulo')).toEqual(
      startOfLocalDay('2018-11-04', 'America/Sao_Paulo'),
    );
  });

  test('adds days over the ends of months and leap years', () => {
    expect(addDays('2027-12-31', 1)).toBe('2028-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect([weekday('2027-03-01'), weekday('2027-03-07')]).toEqual([0, 6]);
  });

  test('is checked', () => {
    expect(['2027-03-03', '2028-02-29'].map(isLocalDate)).not.toContain(false);
    expect(['2027-02-29', '2027-13-01', '2027-3-3', 'x', ''].map(isLocalDate)).not.toContain(true);
  });
});
