import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationText } from '../../cli/health-calibration.ts';
import { calibrate } from '../../src/health/calibration/calibration.ts';
import {
  alikeOf,
  curveOf,
  depthOf,
  type EndedSlide,
  endedSlides,
  NEEDED_SLIDES,
  type ToldCard,
} from '../../src/health/calibration/depth.ts';
import { plusDays } from '../../src/time/day.ts';
import { NOW } from '../people/world.ts';
import { chance } from './chance.ts';

const slides = fc.array(fc.record({ fall: fc.integer({ min: 115, max: 400 }), left: fc.boolean() }), {
  minLength: 1,
  maxLength: 200,
});
const ended = (some: readonly { fall: number; left: boolean }[]): EndedSlide[] =>
  some.map(({ fall, left }, n) => ({ accountId: `account ${n}`, fall: fall / 10, left }));

describe('the curve of how slides ended by their depth', () => {
  it('rises, holds each slide once, and has twenty or more in a step', () => {
    fc.assert(
      fc.property(slides, (some) => {
        const curve = curveOf(ended(some));
        for (const [n, { from, to, share }] of curve.entries()) {
          const before = curve[n - 1];
          if (before) expect(share.met / share.of).toBeGreaterThan(before.share.met / before.share.of);
          expect(from).toBeGreaterThanOrEqual(before?.to ?? 0);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(share.of).toBeGreaterThanOrEqual(Math.min(20, some.length));
        }
        const sum = (of: 'met' | 'of') => curve.reduce((all, { share }) => all + share[of], 0);
        expect([sum('of'), sum('met')]).toEqual([some.length, some.filter(({ left }) => left).length]);
      }),
    );
  });

  it('is the mean of all where none of the depths differs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 2, max: 8 }), (left, groups) => {
        const some = Array.from({ length: groups * 20 }, (_, n) => ({ fall: 120 + n, left: n % 20 < left }));
        expect(curveOf(ended(some))).toMatchObject([{ share: { met: left * groups, of: groups * 20 } }]);
      }),
    );
  });

  it('pools groups that fall, by hand', () => {
    // 4, 8, 6 and 12 of 20 each: the second and the third are 14 of 40.
    const some = [4, 8, 6, 12].flatMap((left, group) =>
      Array.from({ length: 20 }, (_, n) => ({ fall: 120 + group * 20 + n, left: n < left })),
    );
    expect(curveOf(ended(some))).toMatchObject([
      { from: 12, to: 13.9, share: { met: 4, of: 20 } },
      { from: 14, to: 17.9, share: { met: 14, of: 40 } },
      { from: 18, to: 19.9, share: { met: 12, of: 20 } },
    ]);
  });
});

/** Slides of a card's depth and more; `leaves`: how likely each is to end in leaving. */
function past(seed: number, many: number, leaves: (fall: number) => number): EndedSlide[] {
  const random = chance(seed);
  return Array.from({ length: many }, (_, n) => {
    const fall = 11.5 - 8 * Math.log(1 - random());
    return { accountId: `account ${n}`, fall, left: random() < leaves(fall) };
  });
}

const SEEDS = Array.from({ length: 200 }, (_, n) => n + 1);
const foretellIn = (many: number, leaves: (fall: number) => number): number =>
  SEEDS.filter((seed) => depthOf(past(seed, many, leaves)).says === 'foretells').length;

describe('whether the depth of a slide foretells who leaves', () => {
  it('is said by chance hardly ever', () => {
    for (const many of [60, 120, 240]) expect(foretellIn(many, () => 0.3)).toBeLessThanOrEqual(2);
  });

  it('is seen where it does, the sooner the more it does', () => {
    const steep = (fall: number) => (fall < 18 ? 0.1 : 0.6);
    const gentle = (fall: number) => Math.min(0.65, 0.15 + (fall - 11.5) / 40);
    expect(foretellIn(240, steep)).toBe(200);
    expect(foretellIn(60, steep)).toBeGreaterThan(100);
    expect(foretellIn(240, gentle)).toBeGreaterThan(150);
    expect(foretellIn(60, gentle)).toBeLessThan(foretellIn(240, gentle));
  });

  it('is not said while too few ends are known', () => {
    const some = (stayed: number, left: number) =>
      depthOf(ended(Array.from({ length: stayed + left }, (_, n) => ({ fall: 120 + n, left: n >= stayed }))))
        .says;
    const { known, left, stayed } = NEEDED_SLIDES;
    expect([some(known - 25, 25), some(known - 26, 25)]).toEqual(['foretells', 'too_early']);
    expect(alikeOf(depthOf([]), 20)).toBeNull();
    expect([some(60, left - 1), some(60, left)]).toEqual(['too_early', 'foretells']);
    expect([some(stayed - 1, 60), some(stayed, 60)]).toEqual(['too_early', 'foretells']);
  });

  it('is not said where the deeper ones stay', () => {
    const depth = depthOf(past(1, 240, (fall) => (fall < 18 ? 0.6 : 0.1)));
    expect(depth).toMatchObject({ says: 'nothing', curve: [{}] });
    expect(alikeOf(depth, 20)).toEqual({ slides: 240, left: depth.left, from: null, to: null });
  });
});

it('a card says how slides ended that fell as far, whatever its depth', () => {
  const depth = depthOf(past(1, 240, (fall) => (fall < 18 ? 0.1 : 0.6)));
  const { curve } = depth;
  expect(curve.length).toBeGreaterThan(1);
  for (const [n, { from, to, share }] of curve.entries()) {
    const said = {
      ...{ slides: share.of, left: share.met },
      ...{ from: n === 0 ? null : from, to: curve[n + 1]?.from ?? null },
    };
    expect([alikeOf(depth, from), alikeOf(depth, to)]).toEqual([said, said]);
  }
  expect(alikeOf(depth, 1)).toEqual(alikeOf(depth, curve[0]?.from ?? 0));
  expect(alikeOf(depth, 99)).toEqual(alikeOf(depth, curve.at(-1)?.from ?? 0));
});

const card = (n: number, daysAgo: number, leftAfter: number | null): ToldCard => {
  const at = plusDays(NOW, -daysAgo);
  return {
    ...{ accountId: `account ${n}`, at, fall: 15, riskId: null, outcome: null },
    leftAt: leftAfter === null ? null : plusDays(at, leftAfter),
  };
};

it('the end of a slide is known once 270 days are over', () => {
  const told = [
    card(1, 270, null),
    card(2, 269, null),
    card(3, 269, 20),
    card(4, 300, 269),
    card(5, 300, 270),
  ];
  expect(endedSlides(told, NOW).map(({ accountId, left }) => [accountId, left])).toEqual([
    ['account 4', true],
    ['account 5', false],
    ['account 1', false],
  ]);
});

it('the command shows the curve, whether it foretells, and what cards make of it', () => {
  const textOf = (leaves: (fall: number) => number, many = 240) =>
    calibrationText(
      calibrate({
        ...{ now: NOW, accounts: 500, isCut: false, left: new Map(), starts: [], falls: [], cards: [] },
        ended: past(1, many, leaves),
      }),
    );
  const steep = textOf((fall) => (fall < 18 ? 0.1 : 0.6));
  expect(steep).toMatch(/^FALL, POINTS +N +LEFT IN 270 DAYS +RANGE$/m);
  expect(steep).toMatch(/^\d+ to \d+ +\d+ +\d+% \(\d+\) +\d+%–\d+%$/m);
  expect(steep).toContain(
    'How far an account fell foretells who leaves. Cards say how slides of that depth ended',
  );
  const flat = textOf(() => 0.3);
  expect(flat).toContain('fell foretells nothing here. Cards say how all slides ended');
  const early = textOf(() => 0.3, 49);
  expect(early).toContain('too early to tell, n=49');
  for (const text of [steep, flat, early])
    expect(text.split('\n').filter((line) => [...line].length > 100)).toEqual([]);
});
