import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHIPPED } from '../../src/health/catalogue.ts';
import type { Dimension, HealthConfig } from '../../src/health/config.ts';
import type { Observation } from '../../src/health/score.ts';
import { lookOf } from '../../src/health/slides/look.ts';
import { medianFall, shockOf } from '../../src/health/slides/shock.ts';
import { NO_SLIDE, type SlideChange, type SlideState, slideAfter } from '../../src/health/slides/slide.ts';
import { startOfWeek, weeklyMeans } from '../../src/health/slides/weeks.ts';
import { plusDays } from '../../src/time/day.ts';

const TYPES: readonly { type: string; dimension: Dimension }[] = [
  { type: 'logins', dimension: 'usage' },
  { type: 'features', dimension: 'adoption' },
  { type: 'tickets', dimension: 'support' },
  { type: 'contacts', dimension: 'relationship' },
];
const VALID_WEEKS = 4;
/** Raw values are points. */
const CONFIG: HealthConfig = {
  ...SHIPPED,
  types: Object.fromEntries(
    TYPES.map(({ type, dimension }) => [
      type,
      {
        label: type,
        dimension,
        unit: '',
        points: [
          [0, 0],
          [100, 100],
        ],
        validDays: VALID_WEEKS * 7,
        weight: 10,
        source: 'A sample.',
      },
    ]),
  ),
};

/** Weeks of a past. */
const LENGTH = 78;
const FIRST = 2_900;
const LAST = FIRST + LENGTH - 1;

const reading = (type: string, week: number, value: number, day = 2): Observation => ({
  type,
  value,
  observedAt: plusDays(startOfWeek(week), day),
});

/** Something of every type each week about its usual, then a fall. Whole numbers: sums are exact in any order. */
const anyPast = fc
  .record({
    usual: fc.array(fc.integer({ min: 55, max: 95 }), { minLength: 4, maxLength: 4 }),
    depths: fc.array(fc.integer({ min: -10, max: 45 }), { minLength: 4, maxLength: 4 }),
    from: fc.integer({ min: 45, max: LENGTH - 1 }),
    noise: fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 7, maxLength: 40 }),
    missing: fc.array(fc.integer({ min: 0, max: LENGTH * 4 - 1 }), { maxLength: 60 }),
  })
  .map(({ usual, depths, from, noise, missing }) =>
    TYPES.flatMap(({ type }, index) =>
      Array.from({ length: LENGTH }, (_, week) => {
        const stray = noise[(week * 5 + index * 3) % noise.length] ?? 0;
        const down = week >= from ? (depths[index] ?? 0) : 0;
        if (missing.includes(week * 4 + index)) return [];
        const value = (usual[index] ?? 0) - down + stray;
        const one = reading(type, FIRST + week, value, 1 + (week % 5));
        return week % 3 === 0 ? [one, reading(type, FIRST + week, value - 9, 6)] : [one];
      }).flat(),
    ),
  );

/** What was told in which week. */
function toldOf(past: readonly Observation[], until: number, from = FIRST) {
  const told: { week: number; change: SlideChange }[] = [];
  let state: SlideState = NO_SLIDE;
  for (let week = FIRST; week <= until; week++) {
    const step = slideAfter(state, lookOf(weeklyMeans(past, week), CONFIG), { week, shock: 0 });
    if (step.change && week >= from) told.push({ week, change: step.change });
    state = step.state;
  }
  return told;
}

const RUNS = { numRuns: 60 };

describe('a slide', () => {
  it('does not depend on the order in which observations came', () => {
    const shuffled = anyPast.chain((past) =>
      fc.record({
        past: fc.constant(past),
        other: fc.shuffledSubarray(past, { minLength: past.length, maxLength: past.length }),
      }),
    );
    let told = 0;
    fc.assert(
      fc.property(shuffled, ({ past, other }) => {
        expect(weeklyMeans(other, LAST)).toEqual(weeklyMeans(past, LAST));
        const expected = toldOf(past, LAST);
        told += expected.length;
        expect(toldOf(other, LAST)).toEqual(expected);
      }),
      RUNS,
    );
    expect(told).toBeGreaterThan(5);
  });

  it('does not depend on how many came at a time, nor on what comes later', () => {
    fc.assert(
      fc.property(
        anyPast,
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 20, max: LENGTH - 1 }),
        (past, size, week) => {
          const batches = Array.from({ length: Math.ceil(past.length / size) }, (_, index) =>
            past.slice(index * size, (index + 1) * size),
          );
          const until = FIRST + week;
          const whole = weeklyMeans(past, until);
          expect(weeklyMeans(batches.toReversed().flat(), until)).toEqual(whole);
          const known = past.filter(({ observedAt }) => observedAt < startOfWeek(until + 1));
          expect(weeklyMeans(known, until)).toEqual(whole);
        },
      ),
      RUNS,
    );
  });

  it('is not told by weeks without any reading', () => {
    fc.assert(
      fc.property(anyPast, fc.integer({ min: 40, max: LENGTH - 1 }), (past, week) => {
        const known = past.filter(({ observedAt }) => observedAt < startOfWeek(FIRST + week));
        const later = toldOf(known, FIRST + week + 20, FIRST + week);
        expect(later.filter(({ change }) => change !== 'over')).toEqual([]);
      }),
      RUNS,
    );
  });

  it('begins with news only, even where what befell everybody is over', () => {
    const steady = TYPES.flatMap(({ type }, place) =>
      Array.from({ length: LENGTH }, (_, week) =>
        reading(type, FIRST + week, week < LENGTH - 6 ? 80 : 50 + place),
      ),
    );
    const look = lookOf(weeklyMeans(steady, LAST), CONFIG);
    if (look === null) throw new Error('there is a look');
    const changeOf = (hasNews: boolean, shock: number) =>
      slideAfter(NO_SLIDE, { ...look, hasNews }, { week: LAST, shock }).change;
    expect([changeOf(true, 0), changeOf(true, 15), changeOf(false, 0)]).toEqual(['card', null, null]);
  });

  it('is not told by what merely expires, while the others are as they were', () => {
    // Two went down by so much and stayed there, and one that went up makes up for them, until it is silent.
    const made = fc.record({
      down: fc.integer({ min: 8, max: 25 }),
      up: fc.integer({ min: 8, max: 40 }),
      weeks: fc.integer({ min: 15, max: 20 }),
      silent: fc.integer({ min: 62, max: 66 }),
    });
    let met = 0;
    fc.assert(
      fc.property(made, ({ down, up, weeks, silent }) => {
        const past = ['logins', 'features', 'tickets'].flatMap((type, index) =>
          Array.from({ length: LENGTH }, (_, week) => {
            if (type === 'tickets' && week >= silent) return [];
            const change = week < silent - weeks ? 0 : type === 'tickets' ? up : -down;
            return [reading(type, FIRST + week, 50 + index + change)];
          }).flat(),
        );
        const before = lookOf(weeklyMeans(past, FIRST + silent - 1), CONFIG);
        fc.pre(before !== null && before.fall < 6 && toldOf(past, FIRST + silent - 1).length === 0);
        const until = FIRST + silent + VALID_WEEKS + 4;
        const alone = lookOf(weeklyMeans(past, until), CONFIG);
        if (alone && alone.fall >= 8) met += 1;
        expect(toldOf(past, until)).toEqual([]);
      }),
      RUNS,
    );
    expect(met).toBeGreaterThan(5);
  });

  it('gets no card by a better reading', () => {
    let cards = 0;
    fc.assert(
      fc.property(
        anyPast,
        fc.constantFrom(...TYPES),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 50, max: LENGTH - 1 }),
        (past, { type }, better, week) => {
          const until = FIRST + week;
          const latest = past.findLast((one) => one.type === type && one.observedAt < startOfWeek(until + 1));
          const raised = past.map((one) => (one === latest ? { ...one, value: one.value + better } : one));
          const look = lookOf(weeklyMeans(past, until), CONFIG);
          const other = lookOf(weeklyMeans(raised, until), CONFIG);
          const changeOf = (seen: typeof look) =>
            slideAfter(NO_SLIDE, seen, { week: until, shock: 0 }).change;
          if (changeOf(look) === 'card') cards += 1;
          else expect(changeOf(other)).not.toBe('card');
          if (changeOf(look) === null) expect(changeOf(other)).toBeNull();
        },
      ),
      { numRuns: 200 },
    );
    expect(cards).toBeGreaterThan(5);
  });

  it('gets no card by a better reading of what is rarely read', () => {
    const changes = Array.from({ length: 23 }, (_, index) => index + 8).map((depth) => {
      const past = TYPES.flatMap(({ type }, place) =>
        Array.from({ length: LENGTH }, (_, week) => {
          if (place === 3) return week % 3 === (LENGTH - 1) % 3 ? [reading(type, FIRST + week, 40)] : [];
          return [reading(type, FIRST + week, 70 - (week >= LENGTH - 5 ? depth : 0))];
        }).flat(),
      );
      const raised = [...past.slice(0, -1), reading('contacts', LAST, 100)];
      return [past, raised].map((seen) => {
        const look = lookOf(weeklyMeans(seen, LAST), CONFIG);
        return slideAfter(NO_SLIDE, look, { week: LAST, shock: 0 }).change;
      });
    });
    expect(changes.filter(([before, after]) => before !== 'card' && after === 'card')).toEqual([]);
    expect(changes.map(([before]) => before)).toEqual(expect.arrayContaining([null, 'watch', 'card']));
  });

  it('is not told by what befell everybody, however long it lasts', () => {
    const made = fc.record({
      accounts: fc.integer({ min: 20, max: 26 }),
      depth: fc.integer({ min: 5, max: 40 }),
      from: fc.integer({ min: 32, max: 50 }),
      length: fc.integer({ min: 1, max: 27 }),
      strays: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 7, maxLength: 30 }),
    });
    const falls = { alone: 0 };
    fc.assert(
      fc.property(made, ({ accounts, depth, from, length, strays }) => {
        const pasts = Array.from({ length: accounts }, (_, account) =>
          TYPES.flatMap(({ type }, index) =>
            Array.from({ length: LENGTH }, (_, week) => {
              const stray = strays[(week * 5 + index * 3 + account) % strays.length] ?? 0;
              const down = week >= from && week < from + length ? depth : 0;
              return reading(type, FIRST + week, 50 + (account % 40) - down + stray);
            }),
          ),
        );
        const medians = new Map<number, number>();
        let states = pasts.map(() => NO_SLIDE);
        for (let week = FIRST + 14; week <= LAST; week++) {
          const looks = pasts.map((past) => lookOf(weeklyMeans(past, week), CONFIG));
          const median = medianFall(looks.flatMap((look) => look?.fall ?? []));
          if (median !== null) medians.set(week, median);
          const shock = shockOf(medians, week);
          const steps = looks.map((look, index) =>
            slideAfter(states[index] ?? NO_SLIDE, look, { week, shock }),
          );
          if (looks.some((look) => slideAfter(NO_SLIDE, look, { week, shock: 0 }).change === 'card'))
            falls.alone += 1;
          expect(steps.flatMap(({ change }) => change ?? [])).toEqual([]);
          states = steps.map(({ state }) => state);
        }
      }),
      {
        numRuns: 6,
        examples: [[{ accounts: 20, depth: 14, from: 32, length: 17, strays: [0, 0, 0, 0, 0, 0, 0] }]],
      },
    );
    expect(falls.alone).toBeGreaterThan(5);
  });
});
