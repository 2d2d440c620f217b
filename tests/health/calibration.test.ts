import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Band } from '../../src/health/bands.ts';
import { type Calibration, calibrate, type Outcomes } from '../../src/health/calibration/calibration.ts';
import { endedSlides } from '../../src/health/calibration/depth.ts';
import {
  differenceOf,
  greaterShare,
  isotonic,
  type Share,
  shareOf,
} from '../../src/health/calibration/estimates.ts';
import { NOW } from '../people/world.ts';
import { chance } from './chance.ts';

const rounded = ({ from, to }: { from: number; to: number }) => [from, to].map((at) => at.toFixed(3));

describe('estimates', () => {
  it('tell where a share lies', () => {
    expect(rounded(shareOf(5, 10))).toEqual(['0.269', '0.731']);
    expect(rounded(shareOf(0, 20))).toEqual(['0.000', '0.119']);
    expect(rounded(shareOf(0, 0))).toEqual(['0.000', '1.000']);
    // Each outcome counted twice says as much as half as many.
    expect(rounded(shareOf(5, 10, 2))).toEqual(['0.204', '0.796']);
    expect(rounded(shareOf(10, 20, 2))).toEqual(['0.269', '0.731']);
  });

  it('tell how far two shares are apart', () => {
    const none = differenceOf(shareOf(5, 10), shareOf(5, 10));
    expect(none.value).toBe(0);
    expect(rounded(none)).toEqual(['-0.326', '0.326']);
    expect(differenceOf(shareOf(30, 60), shareOf(3, 60)).from).toBeGreaterThan(0.3);
  });

  it('tell how often one is greater, ties by half', () => {
    expect(greaterShare([3], [1, 2, 3, 4]).value).toBe(0.625);
    expect(greaterShare([1, 2], [1, 2]).value).toBe(0.5);
    // Chance spreads it by √(12 ÷ 300) × 1.645.
    const ten = Array.from({ length: 5 }, (_, n) => n);
    expect(rounded(greaterShare(ten, ten))).toEqual([0.5 - 0.315, 0.5 + 0.315].map((at) => at.toFixed(3)));
  });
});

const points = fc.array(fc.record({ x: fc.integer({ min: 8, max: 40 }), y: fc.constantFrom(0, 1) }), {
  minLength: 1,
  maxLength: 80,
});

describe('the rising steps of falls', () => {
  it('rise, keep every point in one step, and keep the mean of all', () => {
    fc.assert(
      fc.property(points, (some) => {
        const steps = isotonic(some);
        for (const [index, step] of steps.entries()) {
          const before = steps[index - 1];
          if (before) expect([before.mean < step.mean, before.to < step.from]).toEqual([true, true]);
          const inside = some.filter(({ x }) => x >= step.from && x <= step.to);
          expect(inside).toHaveLength(step.n);
          expect(step.mean).toBeCloseTo(inside.reduce((sum, { y }) => sum + y, 0) / step.n, 9);
        }
        expect(steps.reduce((sum, { n }) => sum + n, 0)).toBe(some.length);
      }),
    );
  });

  it('are those that lie closest: no other rising line has smaller squares', () => {
    const candidates = [0, 0.25, 0.5, 0.75, 1];
    fc.assert(
      fc.property(
        points,
        fc.array(fc.constantFrom(...candidates), { minLength: 33, maxLength: 33 }),
        (some, any) => {
          const rising = any.toSorted();
          const squares = (at: (x: number) => number) =>
            some.reduce((sum, { x, y }) => sum + (at(x) - y) ** 2, 0);
          const steps = isotonic(some);
          const fitted = (x: number) => steps.find(({ from, to }) => x >= from && x <= to)?.mean ?? 0;
          expect(squares(fitted)).toBeLessThanOrEqual(squares((x) => rising[x - 8] ?? 0) + 1e-9);
        },
      ),
    );
  });

  it('pool what falls, by hand', () => {
    const of = (...some: [number, number][]) => isotonic(some.map(([x, y]) => ({ x, y })));
    expect(of([1, 0], [2, 1], [3, 0], [4, 1])).toEqual([
      { from: 1, to: 1, n: 1, mean: 0 },
      { from: 2, to: 3, n: 2, mean: 0.5 },
      { from: 4, to: 4, n: 1, mean: 1 },
    ]);
    expect(of([1, 0], [2, 0], [2, 1])).toEqual([
      { from: 1, to: 1, n: 1, mean: 0 },
      { from: 2, to: 2, n: 2, mean: 0.5 },
    ]);
  });
});

const BANDS: Band[] = ['healthy', 'watch', 'at_risk', 'critical'];
const QUARTERS = Array.from({ length: 8 }, (_, n) => new Date(Date.UTC(2025, 3 * n)));

/** Customers that mostly keep their band, and leave at its rate in each quarter. */
function history(seed: number, leaves: Record<Band, number>): Outcomes {
  const random = chance(seed);
  const left = new Map<string, Date>();
  const starts: Outcomes['starts'][number][] = [];
  const falls: Outcomes['falls'][number][] = [];
  for (let n = 0; n < 150; n++) {
    const accountId = `account ${n}`;
    const any = () => BANDS[Math.floor(random() * BANDS.length)] ?? 'watch';
    let band = any();
    for (const on of QUARTERS) {
      if (random() < 0.2) band = any();
      starts.push({ accountId, on, band });
      if (random() >= leaves[band]) continue;
      left.set(accountId, new Date(on.getTime() + 90 * random() * 86_400_000));
      break;
    }
    for (const type of ['usage_depth', 'nps'])
      falls.push({ type, left: left.has(accountId), fall: 20 * random() - 10 });
  }
  return { now: NOW, accounts: 150, isCut: false, left, starts, cards: [], ended: [], falls };
}

const ALL_ALIKE = { healthy: 0.06, watch: 0.06, at_risk: 0.06, critical: 0.06 };
const SEEDS = Array.from({ length: 200 }, (_, n) => n + 1);

describe('a past whose signals foretell nothing', () => {
  it('is called so; chance has it look otherwise in about one of ten', () => {
    const said = SEEDS.map((seed) => calibrate(history(seed, ALL_ALIKE)).verdict.says);
    expect(said[0]).toBe('nothing');
    expect(said.filter((one) => one === 'nothing').length).toBeGreaterThan(170);
    expect(said).not.toContain('too_early');
  });

  it('has types carry as rarely as chance lets them', () => {
    const types = SEEDS.flatMap((seed) => calibrate(history(seed, ALL_ALIKE)).types);
    const carry = types.filter(({ says }) => says === 'carries').length / types.length;
    expect(carry).toBeGreaterThan(0.02);
    expect(carry).toBeLessThan(0.09);
  });
});

it('a past whose bands tell is called so', () => {
  const told = SEEDS.slice(0, 50).map((seed) =>
    calibrate(history(seed, { healthy: 0.01, watch: 0.04, at_risk: 0.1, critical: 0.15 })),
  );
  expect(new Set(told.map(({ verdict }) => verdict.says))).toEqual(new Set(['foretells']));
  const reversed = calibrate(history(1, { healthy: 0.15, watch: 0.05, at_risk: 0.01, critical: 0.01 }));
  expect(reversed.verdict.says).toBe('reversed');
});

describe('cards', () => {
  const card = (n: number, over: Partial<Outcomes['cards'][number]> = {}) => ({
    ...{ accountId: `account ${n}`, at: new Date('2025-06-01T00:00:00Z'), fall: 10 + n },
    ...{ leftAt: null, riskId: null, outcome: null },
    ...over,
  });
  const judge = (cards: Outcomes['cards'], left: [number, string][]): Calibration['cards'] => {
    const leftAt = new Map(left.map(([n, at]) => [`account ${n}`, new Date(at)]));
    const all = cards.map((one) => ({ ...one, leftAt: leftAt.get(one.accountId) ?? null }));
    return calibrate({
      ...{ now: NOW, accounts: 100, isCut: false, left: leftAt, starts: [], falls: [] },
      ...{ cards: all, ended: endedSlides(all, NOW) },
    }).cards;
  };

  it('of one slide count once, and not after the customer has left', () => {
    const again = new Date('2025-12-01T00:00:00Z');
    const cards = [card(1), card(1, { at: again }), card(2, { at: again }), card(3)];
    const { told, left } = judge(cards, [
      [2, '2025-11-01T00:00:00Z'],
      [3, '2026-02-26T00:00:00Z'],
    ]);
    expect(told).toBe(2);
    // The 270th day is the first that is too late.
    expect(left).toMatchObject({ met: 0, of: 2 } satisfies Partial<Share>);
    expect(judge([card(3)], [[3, '2026-02-25T00:00:00Z']]).left).toMatchObject({ met: 1, of: 1 });
  });
});
