import { describe, expect, it } from 'vitest';
import { nextPlanned, plannedAt, type Schedule, whatIsDue } from '../../src/digests/subscription.ts';
import { ALWAYS_WEEK, BUSINESS_WEEK, type Calendar } from '../../src/time/calendar.ts';

const MONDAY_8: Schedule = { cadence: 'weekly', weekday: 0, minute: 480 };
const SUNDAY = { cadence: 'weekly', weekday: 6 } as const;
const MONTHLY: Schedule = { ...MONDAY_8, cadence: 'monthly' };

const office = (zone: string, ...holidays: string[]): Calendar => ({ zone, week: BUSINESS_WEEK, holidays });
const always = (zone: string): Calendar => ({ zone, week: ALWAYS_WEEK, holidays: [] });
const utc = (text: string) => new Date(`${text}Z`);

describe('a digest is made', () => {
  it.each([
    ['at eight in winter', MONDAY_8, '2026-11-23', office('Europe/Berlin'), '2026-11-23T07:00'],
    ['at eight in summer', MONDAY_8, '2026-07-06', office('Europe/Berlin'), '2026-07-06T06:00'],
    [
      'the Monday after the clocks went forward',
      MONDAY_8,
      '2027-03-29',
      office('Europe/Berlin'),
      '2027-03-29T06:00',
    ],
    ['the Monday after they went back', MONDAY_8, '2026-10-26', office('Europe/Berlin'), '2026-10-26T07:00'],
    [
      'when the gap ends, at a time that is skipped',
      { ...SUNDAY, minute: 150 },
      '2027-03-28',
      always('Europe/Berlin'),
      '2027-03-28T01:00',
    ],
    [
      'the first time, at a time that comes twice',
      { ...SUNDAY, minute: 150 },
      '2026-10-25',
      always('Europe/Berlin'),
      '2026-10-25T00:30',
    ],
    [
      'where the clocks go forward in October',
      { ...SUNDAY, minute: 135 },
      '2026-10-04',
      always('Australia/Lord_Howe'),
      '2026-10-03T15:30',
    ],
    [
      'half an hour off, at Lord Howe',
      MONDAY_8,
      '2026-11-23',
      office('Australia/Lord_Howe'),
      '2026-11-22T21:00',
    ],
    [
      'where the day begins without midnight',
      { ...SUNDAY, minute: 0 },
      '2026-09-06',
      always('America/Santiago'),
      '2026-09-06T04:00',
    ],
    ['far in the west', MONDAY_8, '2026-11-23', office('Pacific/Pago_Pago'), '2026-11-23T19:00'],
    ['far in the east', MONDAY_8, '2026-11-23', office('Pacific/Kiritimati'), '2026-11-22T18:00'],
    [
      'on Tuesday when Monday is a holiday',
      MONDAY_8,
      '2026-11-23',
      office('Europe/Berlin', '2026-11-23'),
      '2026-11-24T07:00',
    ],
    [
      'after the weekend when it is wanted on a Sunday',
      { ...SUNDAY, minute: 480 },
      '2026-11-22',
      office('Europe/Berlin'),
      '2026-11-23T07:00',
    ],
    [
      'on its own day when nobody ever works',
      MONDAY_8,
      '2026-11-23',
      { zone: 'UTC', week: [[], [], [], [], [], [], []], holidays: [] },
      '2026-11-23T08:00',
    ],
  ] as [string, Schedule, string, Calendar, string][])('%s', (_, schedule, day, calendar, at) => {
    expect(plannedAt(schedule, day, calendar)).toEqual(utc(at));
  });
});

describe('the next digest', () => {
  const BERLIN = office('Europe/Berlin');

  it.each([
    ['is of today, before its hour', MONDAY_8, BERLIN, null, '2026-11-23T06:59', '2026-11-23'],
    ['is of next week from its hour on', MONDAY_8, BERLIN, null, '2026-11-23T07:00', '2026-11-30'],
    [
      'is of after the latest, however early it was made',
      MONDAY_8,
      BERLIN,
      '2026-11-30',
      '2026-11-01T00:00',
      '2026-12-07',
    ],
    [
      'is of the holiday that puts it off',
      MONDAY_8,
      office('Europe/Berlin', '2026-11-23'),
      null,
      '2026-11-23T12:00',
      '2026-11-23',
    ],
    ['is of the first Monday of a month', MONTHLY, BERLIN, '2026-11-02', '2026-01-01T00:00', '2026-12-07'],
    ['is of a first Monday on the 1st', MONTHLY, BERLIN, '2027-01-04', '2026-01-01T00:00', '2027-02-01'],
    ['is of a first Monday on the 7th', MONTHLY, BERLIN, '2026-11-02', '2026-01-01T00:00', '2026-12-07'],
    [
      'of a month is of the next one once it is past',
      MONTHLY,
      BERLIN,
      null,
      '2026-12-07T07:00',
      '2027-01-04',
    ],
  ] as const)('%s', (_, schedule, calendar, lastDay, since, day) => {
    expect(nextPlanned(schedule, calendar, { lastDay, since: utc(since) }).day).toBe(day);
  });

  it('is each Monday of a year once, over both changes of the clocks', () => {
    const days: string[] = [];
    let lastDay: string | null = null;
    for (let week = 0; week < 53; week++) {
      const { day, at } = nextPlanned(MONDAY_8, BERLIN, { lastDay, since: utc('2026-09-01T00:00') });
      expect([6, 7]).toContain(at.getUTCHours());
      days.push(day);
      lastDay = day;
    }
    expect(new Set(days).size).toBe(53);
    expect([days[0], days[52]]).toEqual(['2026-09-07', '2027-09-06']);
  });
});

describe('what is due', () => {
  const BERLIN = office('Europe/Berlin');
  const LA = office('America/Los_Angeles');
  const done = (lastDay: string | null, since = '2026-11-01T00:00') => ({ lastDay, since: utc(since) });
  const make = (day: string, lateSince: string | null = null) => ({
    day,
    do: 'make',
    lateSince: lateSince && utc(lateSince),
  });

  it.each([
    ['nothing, before the hour', BERLIN, done('2026-11-16'), '2026-11-23T06:59', null],
    ['today’s, at the hour', BERLIN, done('2026-11-16'), '2026-11-23T07:00', make('2026-11-23')],
    ['nothing more, once it is made', BERLIN, done('2026-11-23'), '2026-11-23T07:00', null],
    ['today’s, after a short downtime', BERLIN, done('2026-11-16'), '2026-11-23T08:30', make('2026-11-23')],
    [
      'today’s, late, after a longer one',
      BERLIN,
      done('2026-11-16'),
      '2026-11-23T09:30',
      make('2026-11-23', '2026-11-23T07:00'),
    ],
    [
      'the latest alone, after two weeks',
      BERLIN,
      done('2026-11-09'),
      '2026-11-24T07:00',
      make('2026-11-23', '2026-11-23T07:00'),
    ],
    [
      'none, when the next is near',
      BERLIN,
      done('2026-11-16'),
      '2026-11-29T20:00',
      { ...make('2026-11-23', '2026-11-23T07:00'), do: 'pass' },
    ],
    [
      'the late one still, half a day before',
      BERLIN,
      done('2026-11-16'),
      '2026-11-29T18:59',
      make('2026-11-23', '2026-11-23T07:00'),
    ],
    ['nothing of before it was wanted', BERLIN, done(null, '2026-11-23T07:00'), '2026-11-24T07:00', null],
    [
      'nothing on a holiday',
      office('Europe/Berlin', '2026-11-23'),
      done('2026-11-16'),
      '2026-11-23T12:00',
      null,
    ],
    [
      'one, the day after a holiday',
      office('Europe/Berlin', '2026-11-23'),
      done('2026-11-16'),
      '2026-11-24T07:00',
      make('2026-11-23'),
    ],
    [
      'one, on time, after weeks without work',
      office('Europe/Berlin', ...weekdays('2026-11-16', 10)),
      done('2026-11-09'),
      '2026-11-30T07:00',
      make('2026-11-30'),
    ],
    [
      'nothing more of a day that was made in Berlin, in Los Angeles',
      LA,
      done('2026-11-23'),
      '2026-11-23T20:00',
      null,
    ],
    ['next week’s, after the move', LA, done('2026-11-23'), '2026-11-30T16:00', make('2026-11-30')],
    [
      'today’s, once, where the move went east past its hour',
      BERLIN,
      done('2026-11-16'),
      '2026-11-23T10:00',
      make('2026-11-23', '2026-11-23T07:00'),
    ],
  ] as const)('is %s', (_, calendar, behind, now, expected) => {
    expect(whatIsDue(MONDAY_8, calendar, behind, utc(now))).toEqual(expected);
  });

  it('is never one day twice, whatever the zone does every hour of a month', () => {
    const zones = ['Pacific/Kiritimati', 'Europe/Berlin', 'America/Los_Angeles', 'Pacific/Pago_Pago'];
    const made: string[] = [];
    let lastDay: string | null = null;
    for (let hour = 0; hour < 31 * 24; hour++) {
      const now = new Date(utc('2026-10-12T00:00').getTime() + hour * 3_600_000);
      const calendar = office(zones[hour % zones.length] ?? 'UTC');
      const due = whatIsDue(MONDAY_8, calendar, { lastDay, since: utc('2026-10-11T00:00') }, now);
      if (!due) continue;
      made.push(due.day);
      lastDay = due.day;
    }
    expect(made).toEqual(['2026-10-12', '2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09']);
  });
});

/** Working days from a Monday on. */
function weekdays(monday: string, days: number): string[] {
  return Array.from({ length: days }, (_, i) =>
    new Date(Date.parse(monday) + (i + 2 * Math.floor(i / 5)) * 86_400_000).toISOString().slice(0, 10),
  );
}
