import { describe, expect, test } from 'vitest';
import { afterFiring, limitAt, rungsDue, worthFiring } from '../../../src/cases/clocks/ladder.ts';
import { BUSINESS_WEEK, type Calendar } from '../../../src/time/calendar.ts';
import { CALENDAR, hours, LADDER, T0 } from './world.ts';

const due = [hours(1), hours(2), hours(3)];

describe('a ladder', () => {
  test('counts shares of its limit in the working time of its calendar', () => {
    const berlin: Calendar = { zone: 'Europe/Berlin', week: BUSINESS_WEEK, holidays: ['2027-03-29'] };
    const ladder = { ...LADDER, limit: 'P1D' };
    // Thursday noon before Easter Monday, with the clocks changing on Sunday.
    const start = new Date('2027-03-25T11:00:00Z');
    expect(rungsDue(ladder, start, berlin)).toEqual([
      new Date('2027-03-25T15:00:00Z'),
      new Date('2027-03-26T11:00:00Z'),
      new Date('2027-03-26T15:00:00Z'),
    ]);
    expect(rungsDue({ ...ladder, limit: 'P2D' }, start, berlin)).toEqual([
      new Date('2027-03-26T11:00:00Z'),
      new Date('2027-03-30T10:00:00Z'),
      new Date('2027-03-31T10:00:00Z'),
    ]);
    expect(limitAt(ladder, start, berlin)).toEqual(new Date('2027-03-26T11:00:00Z'));
  });

  test('skips a reminder once a later rung is due, and never an escalation', () => {
    expect(worthFiring(LADDER, due, 0, hours(1.5))).toBe(0);
    expect(worthFiring(LADDER, due, 0, hours(2))).toBe(1);
    expect(worthFiring(LADDER, due, 0, hours(9))).toBe(1);
    expect(worthFiring(LADDER, due, 1, hours(9))).toBe(1);
  });

  test('moves on rung by rung, and stands still after the last', () => {
    const move = (rung: number, repeats: number, now: Date) =>
      afterFiring(LADDER, due, { rung, repeats }, CALENDAR, now);
    expect(move(0, 0, hours(1))).toEqual({ rung: 1, repeats: 0, dueAt: hours(2) });
    expect(move(1, 0, hours(2))).toEqual({ rung: 2, repeats: 0, dueAt: hours(3) });
    expect(move(2, 2, hours(7))).toEqual({ rung: 3, repeats: 0, dueAt: null });
  });

  test('repeats a rung from the instant it fired, until the next rung comes', () => {
    const move = (repeats: number, now: Date) =>
      afterFiring(LADDER, due, { rung: 2, repeats }, CALENDAR, now);
    expect(move(0, hours(3.5))).toEqual({ rung: 2, repeats: 1, dueAt: hours(5.5) });
    expect(move(1, hours(50))).toEqual({ rung: 2, repeats: 2, dueAt: hours(52) });
    const nagging = {
      limit: 'PT2H',
      rungs: [
        { at: 0.5, kind: 'reminder' as const, tell: [], repeat: { every: 'PT30M', times: 9 } },
        { at: 1, kind: 'escalation' as const, tell: [] },
      ],
    };
    const due2 = [hours(1), hours(2)];
    expect(afterFiring(nagging, due2, { rung: 0, repeats: 0 }, CALENDAR, hours(1)).dueAt).toEqual(hours(1.5));
    expect(afterFiring(nagging, due2, { rung: 0, repeats: 1 }, CALENDAR, hours(1.5))).toEqual({
      rung: 1,
      repeats: 0,
      dueAt: hours(2),
    });
  });

  test('may be empty', () => {
    expect(rungsDue({ limit: 'P1D', rungs: [] }, T0, CALENDAR)).toEqual([]);
    expect(worthFiring({ limit: 'P1D', rungs: [] }, [], 0, T0)).toBe(0);
  });

  test('with a limit that nobody can read is a mistake of ours', () => {
    expect(() => limitAt({ limit: 'soon', rungs: [] }, T0, CALENDAR)).toThrow('unreadable');
  });
});
