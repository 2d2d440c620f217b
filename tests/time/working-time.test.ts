import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../src/platform/refusal.ts';
import { ALWAYS_WEEK, BUSINESS_WEEK, type Calendar, parseWeek } from '../../src/time/calendar.ts';
import { addDays, localDate } from '../../src/time/local-date.ts';
import {
  addWorkingTime,
  endOfNextWorkingDay,
  isWorkingTime,
  nextWorkingMorning,
  workingTimeBetween,
} from '../../src/time/working-time.ts';

const HOUR = 3_600_000;

function week(text: string) {
  const parsed = parseWeek(text);
  if (isRefusal(parsed)) throw new Error(parsed.message);
  return parsed;
}

const office = (zone: string, holidays: string[] = []): Calendar => ({ zone, week: BUSINESS_WEEK, holidays });
const nights = (zone: string): Calendar => ({ zone, week: week('Mon-Sun 22:00-06:00'), holidays: [] });
const always = (zone: string): Calendar => ({ zone, week: ALWAYS_WEEK, holidays: [] });

const add = (from: string, hours: number, calendar: Calendar) =>
  addWorkingTime(new Date(from), hours * HOUR, calendar)
    .toISOString()
    .replace('.000', '');

describe('adding working time', () => {
  const berlin = office('Europe/Berlin');

  test.each([
    ['inside a day', '2027-03-03T09:00:00Z', 2, '2027-03-03T11:00:00Z'],
    ['to the very end of a day', '2027-03-03T08:00:00Z', 8, '2027-03-03T16:00:00Z'],
    ['over a night', '2027-03-03T15:00:00Z', 2, '2027-03-04T09:00:00Z'],
    ['over a weekend', '2027-03-05T15:00:00Z', 2, '2027-03-08T09:00:00Z'],
    ['from a night', '2027-03-03T22:00:00Z', 1, '2027-03-04T09:00:00Z'],
    ['from a Sunday', '2027-03-07T12:00:00Z', 8, '2027-03-08T16:00:00Z'],
    ['nothing, at night', '2027-03-03T22:00:00Z', 0, '2027-03-03T22:00:00Z'],
    ['three weeks', '2027-03-01T08:00:00Z', 120, '2027-03-19T16:00:00Z'],
  ])('%s', (_, from, hours, due) => {
    expect(add(from, hours, berlin)).toBe(due);
  });

  test('leaves out holidays and lunch', () => {
    expect(add('2027-03-25T15:00:00Z', 2, office('Europe/Berlin', ['2027-03-26', '2027-03-29']))).toBe(
      '2027-03-30T08:00:00Z',
    );
    const lunch: Calendar = { ...berlin, week: week('Mon-Fri 09:00-12:00, 13:00-17:00') };
    expect(add('2027-03-03T10:30:00Z', 1, lunch)).toBe('2027-03-03T12:30:00Z');
  });

  test('throws where there never is any', () => {
    const none: Calendar = { ...berlin, week: [[], [], [], [], [], [], []] };
    expect(() => add('2027-03-03T10:30:00Z', 1, none)).toThrow('no working time');
    expect(() => add('2027-03-03T10:30:00Z', 1, office('Europe/Atlantis'))).toThrow();
  });
});

describe('when the clocks change', () => {
  // Both changes of a year in four zones; Lord Howe moves by half an hour, Cairo skips its midnight.
  test.each([
    ['Europe/Berlin', '2027-03-26T08:00:00Z', '2027-03-29T07:00:00Z'],
    ['Europe/Berlin', '2027-10-29T07:00:00Z', '2027-11-01T08:00:00Z'],
    ['America/New_York', '2027-03-12T14:00:00Z', '2027-03-15T13:00:00Z'],
    ['America/New_York', '2027-11-05T13:00:00Z', '2027-11-08T14:00:00Z'],
    ['Australia/Sydney', '2027-04-01T22:00:00Z', '2027-04-04T23:00:00Z'],
    ['Australia/Sydney', '2027-09-30T23:00:00Z', '2027-10-03T22:00:00Z'],
    ['Australia/Lord_Howe', '2027-04-01T22:00:00Z', '2027-04-04T22:30:00Z'],
    ['Australia/Lord_Howe', '2027-09-30T22:30:00Z', '2027-10-03T22:00:00Z'],
  ])('in %s, nine in the morning stays nine in the morning (from %s)', (zone, friday, monday) => {
    const start = new Date(monday);
    expect(add(friday, 8 + 1, office(zone))).toBe(
      new Date(start.getTime() + HOUR).toISOString().replace('.000', ''),
    );
    expect(nextWorkingMorning(new Date(friday), office(zone))).toEqual(start);
    expect(workingTimeBetween(new Date(friday), start, office(zone))).toBe(8 * HOUR);
  });

  // From noon to noon local time over the night of the change: eight hours of night work, more or less.
  test.each([
    ['Europe/Berlin', '2027-03-27T11:00:00Z', '2027-03-28T10:00:00Z', 7],
    ['Europe/Berlin', '2027-10-30T10:00:00Z', '2027-10-31T11:00:00Z', 9],
    ['America/New_York', '2027-03-13T17:00:00Z', '2027-03-14T16:00:00Z', 7],
    ['America/New_York', '2027-11-06T16:00:00Z', '2027-11-07T17:00:00Z', 9],
    ['Australia/Lord_Howe', '2027-04-03T01:00:00Z', '2027-04-04T01:30:00Z', 8.5],
    ['Australia/Lord_Howe', '2027-10-02T01:30:00Z', '2027-10-03T01:00:00Z', 7.5],
    ['Africa/Cairo', '2024-04-25T10:00:00Z', '2024-04-26T09:00:00Z', 7],
    ['Africa/Cairo', '2024-10-31T09:00:00Z', '2024-11-01T10:00:00Z', 9],
    ['America/Sao_Paulo', '2018-11-03T15:00:00Z', '2018-11-04T14:00:00Z', 7],
    ['America/Sao_Paulo', '2018-02-17T14:00:00Z', '2018-02-18T15:00:00Z', 9],
  ])('in %s, the night from %s has the hours it really has', (zone, from, to, hours) => {
    expect(workingTimeBetween(new Date(from), new Date(to), nights(zone))).toBe(hours * HOUR);
    expect(workingTimeBetween(new Date(from), new Date(to), always(zone))).toBe(
      Date.parse(to) - Date.parse(from),
    );
  });

  test('a span that the clocks skip is no working time, and one that they cut is shorter', () => {
    const at = (text: string): Calendar => ({ zone: 'Europe/Berlin', week: week(text), holidays: [] });
    const sunday = [new Date('2027-03-27T23:00:00Z'), new Date('2027-03-28T22:00:00Z')] as const;
    expect(workingTimeBetween(...sunday, at('Sun 02:15-02:45'))).toBe(0);
    expect(workingTimeBetween(...sunday, at('Sun 02:30-03:15'))).toBe(HOUR / 4);
    expect(workingTimeBetween(...sunday, at('Sun 01:30-02:30'))).toBe(HOUR / 2);
    expect(nextWorkingMorning(sunday[0], at('Sun 02:15-02:45'))).toEqual(new Date('2027-04-04T00:15:00Z'));
  });

  test('a date that a country left out is no working day', () => {
    // Samoa went from Thursday, 29 December 2011 to Saturday, 31 December.
    expect(add('2011-12-30T02:00:00Z', 1, office('Pacific/Apia'))).toBe('2011-12-30T03:00:00Z');
    expect(add('2011-12-30T03:00:00Z', 1, office('Pacific/Apia'))).toBe('2012-01-01T20:00:00Z');
  });
});

describe('the next working morning', () => {
  const berlin = office('Europe/Berlin', ['2027-03-04']);
  test.each([
    ['before the day begins is the same day', '2027-03-03T05:00:00Z', '2027-03-03T08:00:00Z'],
    ['at its very start is the next working day', '2027-03-05T08:00:00Z', '2027-03-08T08:00:00Z'],
    ['in working time skips a holiday', '2027-03-03T09:00:00Z', '2027-03-05T08:00:00Z'],
    ['on a Saturday is Monday', '2027-03-06T05:00:00Z', '2027-03-08T08:00:00Z'],
  ])('%s', (_, from, morning) => {
    expect(nextWorkingMorning(new Date(from), berlin)).toEqual(new Date(morning));
  });
});

test('the end of the next working day is tomorrow evening, or after the days off', () => {
  const berlin = office('Europe/Berlin', ['2027-03-29']);
  const end = (from: string) => endOfNextWorkingDay(new Date(from), berlin);
  expect(end('2027-03-03T05:00:00Z')).toEqual(new Date('2027-03-04T16:00:00Z'));
  expect(end('2027-03-03T22:00:00Z')).toEqual(new Date('2027-03-04T16:00:00Z'));
  expect(end('2027-03-26T15:00:00Z')).toEqual(new Date('2027-03-30T15:00:00Z'));
});

describe('whatever the calendar', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'Asia/Kolkata',
    'UTC',
  ];
  const weeks = ['Mon-Fri 09:00-17:00', 'Mon-Sun 22:00-06:00', 'always', 'Tue 00:00-06:00, 07:30-24:00'].map(
    week,
  );
  const holiday = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2027-01-01', days));
  const calendars = fc.record({
    zone: fc.constantFrom(...zones),
    week: fc.constantFrom(...weeks),
    holidays: fc.array(holiday, { maxLength: 12 }),
  });
  const instants = fc.date({
    min: new Date('2027-01-01T00:00:00Z'),
    max: new Date('2028-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  const spans = fc.integer({ min: 0, max: 200 * HOUR });

  test('time added is time passed', () => {
    fc.assert(
      fc.property(instants, spans, calendars, (from, ms, calendar) => {
        expect(workingTimeBetween(from, addWorkingTime(from, ms, calendar), calendar)).toBe(ms);
      }),
    );
  });

  test('adding in two parts is adding once', () => {
    fc.assert(
      fc.property(instants, spans, spans, calendars, (from, a, b, calendar) => {
        const once = addWorkingTime(from, a + b, calendar);
        expect(addWorkingTime(addWorkingTime(from, a, calendar), b, calendar)).toEqual(
          a + b === 0 ? from : once,
        );
      }),
    );
  });

  test('a later start and a longer wait never end earlier', () => {
    fc.assert(
      fc.property(instants, instants, spans, spans, calendars, (x, y, a, b, calendar) => {
        const [early, late] = x <= y ? [x, y] : [y, x];
        const due = addWorkingTime(early, Math.min(a, b), calendar).getTime();
        expect(addWorkingTime(late, Math.min(a, b), calendar).getTime()).toBeGreaterThanOrEqual(due);
        expect(addWorkingTime(early, Math.max(a, b), calendar).getTime()).toBeGreaterThanOrEqual(due);
      }),
    );
  });

  test('what lies between adds up', () => {
    fc.assert(
      fc.property(fc.tuple(instants, instants, instants), calendars, (three, calendar) => {
        const [a, b, c] = three.sort((x, y) => x.getTime() - y.getTime());
        expect(workingTimeBetween(a, b, calendar) + workingTimeBetween(b, c, calendar)).toBe(
          workingTimeBetween(a, c, calendar),
        );
        expect(workingTimeBetween(c, a, calendar)).toBe(c > a ? 0 : workingTimeBetween(a, c, calendar));
      }),
    );
  });

  test('a holiday adds nothing, and what is due falls on none', () => {
    fc.assert(
      fc.property(instants, spans, calendars, (from, ms, calendar) => {
        const date = localDate(from, calendar.zone);
        const off = { ...calendar, holidays: [...calendar.holidays, date] };
        expect(isWorkingTime(from, off)).toBe(false);
        const nextDay = addWorkingTime(from, ms + 1, off);
        expect(off.holidays).not.toContain(localDate(new Date(nextDay.getTime() - 1), calendar.zone));
      }),
    );
  });

  test('it agrees with looking at the clock on the wall every five minutes', () => {
    // Spans that neither begin nor end in an hour that comes twice.
    const dates = fc.constantFrom(
      '2027-03-14',
      '2027-03-28',
      '2027-04-03',
      '2027-04-29',
      '2027-10-02',
      '2027-10-31',
    );
    const shifts = fc.integer({ min: -288, max: 288 });
    fc.assert(
      fc.property(
        dates,
        shifts,
        fc.integer({ min: 0, max: 400 }),
        calendars,
        (date, shift, steps, calendar) => {
          const from = Date.parse(date) + shift * 300_000;
          const to = from + steps * 300_000;
          let seen = 0;
          const wall = new Intl.DateTimeFormat('en-CA', {
            timeZone: calendar.zone,
            weekday: 'short',
            year: 'numeric',
            month: '2-digit',
            day: '2-digit',
            hour: '2-digit',
            minute: '2-digit',
            hourCycle: 'h23',
          });
          for (let at = from; at < to; at += 300_000) {
            const parts = Object.fromEntries(wall.formatToParts(at).map(({ type, value }) => [type, value]));
            const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].findIndex((name) =>
              parts['weekday']?.startsWith(name),
            );
            const time = `${parts['hour']}:${parts['minute']}`;
            const today = `${parts['year']}-${parts['month']}-${parts['day']}`;
            const open = calendar.week[day]?.some(([start, end]) => start <= time && time < end) ?? false;
            const working = open && !calendar.holidays.includes(today);
            expect(isWorkingTime(new Date(at), calendar)).toBe(working);
            if (working) seen += 300_000;
          }
          expect(workingTimeBetween(new Date(from), new Date(to), calendar)).toBe(seen);
        },
      ),
      { numRuns: 60 },
    );
  });
});
