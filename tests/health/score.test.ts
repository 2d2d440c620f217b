import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHIPPED } from '../../src/health/catalogue.ts';
import type { HealthConfig } from '../../src/health/config.ts';
import { meanOf, normalise, type Observation, scoreOf } from '../../src/health/score.ts';
import { anyConfig, anySight, DAY_MS, daysAgo, NOW, observationsOf } from './arbitrary.ts';

const seen = (type: string, value: number, days = 1): Observation => ({
  type,
  value,
  observedAt: daysAgo(days),
});

/** As near as the sixth decimal, to which a mean is rounded. */
const ROUNDING = 1e-6;

const rises = (config: HealthConfig, type: string): boolean => {
  const points = config.types[type]?.points ?? [];
  return (points.at(-1)?.[1] ?? 0) > (points[0]?.[1] ?? 0);
};

describe('a raw value', () => {
  it.each([
    [-5, 0],
    [0, 0],
    [25, 30],
    [50, 60],
    [65, 70],
    [80, 80],
    [90, 90],
    [100, 100],
    [180, 100],
  ])('of %d percent of the seats is %d', (raw, expected) => {
    expect(normalise(SHIPPED.types['seats_used']?.points ?? [], raw)).toBeCloseTo(expected, 9);
  });

  it('moves its score in one direction only, within 0 and 100', () => {
    const raw = fc.double({ min: -2e6, max: 2e6, noNaN: true });
    fc.assert(
      fc.property(anyConfig, raw, raw, (config, a, b) => {
        for (const [name, { points }] of Object.entries(config.types)) {
          const [low, high] = [normalise(points, Math.min(a, b)), normalise(points, Math.max(a, b))];
          const better = rises(config, name) ? high - low : low - high;
          expect(better).toBeGreaterThanOrEqual(-1e-9);
          for (const score of [low, high]) {
            expect(score).toBeGreaterThanOrEqual(0);
            expect(score).toBeLessThanOrEqual(100);
          }
        }
      }),
    );
  });
});

describe('a score', () => {
  it('is the weighted mean of what is fresh', () => {
    // 60 with weight 10 and 80 with weight 6
    const score = scoreOf([seen('seats_used', 50), seen('support_satisfaction', 4)], SHIPPED, NOW);
    expect(score.value).toBe(67.5);
    expect(score).toMatchObject({ mean: 67.5, confidence: 1, known: true, caps: [] });
  });

  it('does not depend on the order of what was seen', () => {
    const shuffled = anySight.chain(({ config, observations }) =>
      fc.record({
        config: fc.constant(config),
        one: fc.constant(observations),
        other: fc.shuffledSubarray(observations, { minLength: observations.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ config, one, other }) => {
        const { parts: _, ...first } = scoreOf(one, config, NOW);
        const { parts: __, ...second } = scoreOf(other, config, NOW);
        expect(second).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });

  it('never falls when one of its parts rises', () => {
    const raised = anySight.chain(({ config, observations }) =>
      fc.record({
        config: fc.constant(config),
        observations: fc.constant(observations),
        index: fc.nat(),
        by: fc.double({ min: 0, max: 100, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(raised, ({ config, observations, index, by }) => {
        const fresh = scoreOf(observations, config, NOW).parts.filter((part) => part.fresh);
        const before = meanOf(fresh, ({ normalised }) => normalised);
        const after = meanOf(fresh, (part) =>
          part === fresh[index % fresh.length] ? Math.min(100, part.normalised + by) : part.normalised,
        );
        if (before === null || after === null) expect(after).toBe(before);
        else expect(after).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  it('never falls when a raw value becomes better, exceptions included', () => {
    const bettered = anySight
      .filter(({ config }) => Object.keys(config.types).length > 0)
      .chain(({ config, observations }) =>
        fc.record({
          config: fc.constant(config),
          observations: fc.constant(observations),
          type: fc.constantFrom(...Object.keys(config.types)),
          raws: fc.tuple(
            fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: -5, max: 105 })),
            fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: -5, max: 105 })),
          ),
        }),
      );
    fc.assert(
      fc.property(bettered, ({ config, observations, type, raws }) => {
        const others = observations.filter((one) => one.type !== type);
        const [low, high] = raws.toSorted((a, b) => a - b) as [number, number];
        const [worse, better] = rises(config, type) ? [low, high] : [high, low];
        const of = (value: number) => scoreOf([...others, seen(type, value, 0)], config, NOW).value;
        const [before, after] = [of(worse), of(better)];
        if (before === null || after === null) expect(after).toBe(before);
        else expect(after).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  it.each(Object.keys(SHIPPED.types))('as shipped, never falls when %s becomes better', (type) => {
    const raw = fc.double({ min: -200, max: 200, noNaN: true });
    fc.assert(
      fc.property(observationsOf(SHIPPED), raw, raw, (observations, a, b) => {
        const others = observations.filter((one) => one.type !== type);
        const of = (value: number) =>
          scoreOf([...others, seen(type, value, 0), seen('own_type', 1)], SHIPPED, NOW).value ?? -1;
        const [low, high] = [of(Math.min(a, b)), of(Math.max(a, b))];
        if (rises(SHIPPED, type)) expect(high).toBeGreaterThanOrEqual(low);
        else expect(low).toBeGreaterThanOrEqual(high);
      }),
    );
  });

  it('lies between the least and the greatest of its parts, or at a cap', () => {
    fc.assert(
      fc.property(anySight, ({ config, observations }) => {
        const { value, mean, parts, caps } = scoreOf(observations, config, NOW);
        const counted = parts.filter((part) => part.fresh && part.weight > 0).map((part) => part.normalised);
        if (value === null || mean === null) {
          expect(counted).toEqual([]);
          return;
        }
        expect(mean).toBeGreaterThanOrEqual(Math.min(...counted) - ROUNDING);
        expect(mean).toBeLessThanOrEqual(Math.max(...counted) + ROUNDING);
        expect(value).toBe(Math.min(mean, ...caps.map(({ cap }) => cap)));
      }),
      { numRuns: 500 },
    );
  });

  it('passes over types that the configuration lacks, named like anything', () => {
    fc.assert(
      fc.property(anySight, fc.string(), fc.double({ noNaN: true }), (sight, type, value) => {
        fc.pre(!Object.hasOwn(sight.config.types, type));
        const before = scoreOf(sight.observations, sight.config, NOW);
        expect(scoreOf([...sight.observations, seen(type, value)], sight.config, NOW)).toEqual(before);
      }),
    );
    for (const type of ['constructor', '__proto__', 'toString'])
      expect(scoreOf([seen(type, 1)], SHIPPED, NOW)).toMatchObject({ value: null, parts: [], known: false });
  });
});

describe('time', () => {
  const valid = SHIPPED.types['usage_depth']?.validDays ?? 0;
  const at = (ms: number): Observation => ({
    type: 'usage_depth',
    value: 50,
    observedAt: new Date(NOW.getTime() - ms),
  });

  it('makes an observation stale at the very end of its validity', () => {
    expect(scoreOf([at(valid * DAY_MS - 1)], SHIPPED, NOW).value).toBe(65);
    const stale = scoreOf([at(valid * DAY_MS)], SHIPPED, NOW);
    expect(stale).toMatchObject({ value: null, mean: null, confidence: 0, known: false });
    expect(stale.parts).toMatchObject([{ fresh: false, staleAt: NOW }]);
  });

  it('does not count what is observed later', () => {
    expect(scoreOf([at(0)], SHIPPED, NOW).value).toBe(65);
    expect(scoreOf([at(-1)], SHIPPED, NOW)).toMatchObject({ value: null, confidence: 0, parts: [] });
  });
});

describe('weights', () => {
  it('of 0 count for nothing, and still make exceptions', () => {
    const both = [seen('seats_used', 100), seen('support_satisfaction', 5), seen('sponsor_left', 0)];
    expect(scoreOf(both, SHIPPED, NOW)).toMatchObject({ value: 100, confidence: 1, caps: [] });
    const left = [...both.slice(0, 2), seen('sponsor_left', 1)];
    expect(scoreOf(left, SHIPPED, NOW)).toMatchObject({ value: 55, mean: 100, confidence: 1 });
    expect(scoreOf([seen('sponsor_left', 1)], SHIPPED, NOW)).toMatchObject({ value: null, known: false });
  });

  it('keep their proportion whatever their size', () => {
    const scaled = fc.record({ sight: anySight, by: fc.constantFrom(0.5, 2, 64) });
    fc.assert(
      fc.property(scaled, ({ sight: { config, observations }, by }) => {
        const types = Object.entries(config.types).map(([name, type]) => [
          name,
          { ...type, weight: type.weight * by },
        ]);
        const other = { ...config, types: Object.fromEntries(types) };
        const [one, two] = [scoreOf(observations, config, NOW), scoreOf(observations, other, NOW)];
        expect(two.value).toEqual(one.value);
        expect(two.confidence).toBe(one.confidence);
      }),
    );
  });
});

describe('confidence', () => {
  it('is the share of the weight of what this account ever sent', () => {
    // seats 10 fresh, usage 12 stale: below half
    const score = scoreOf([seen('seats_used', 90), seen('usage_depth', 90, 20)], SHIPPED, NOW);
    expect(score.confidence).toBeCloseTo(10 / 22, 9);
    expect(score).toMatchObject({ value: 90, known: false });
    const more = scoreOf(
      [seen('seats_used', 90), seen('usage_depth', 90, 20), seen('sentiment', 4)],
      SHIPPED,
      NOW,
    );
    expect(more.confidence).toBeCloseTo(18 / 30, 9);
    expect(more.known).toBe(true);
  });

  it('is not enough where only one dimension is heard of', () => {
    const score = scoreOf([seen('seats_used', 90), seen('usage_depth', 90)], SHIPPED, NOW);
    expect(score).toMatchObject({ confidence: 1, known: false });
    const flag = scoreOf([seen('seats_used', 90), seen('sponsor_left', 0)], SHIPPED, NOW);
    expect(flag.known).toBe(false);
  });
});

describe('exceptions', () => {
  it('are told lowest cap first, and hold from their value on while they are fresh', () => {
    const good = [seen('seats_used', 100), seen('support_satisfaction', 5)];
    const both = scoreOf([...good, seen('sponsor_left', 1), seen('churn_notice', 1)], SHIPPED, NOW);
    expect(both).toMatchObject({ value: 20, mean: 100 });
    expect(both.caps.map(({ type, cap }) => [type, cap])).toEqual([
      ['churn_notice', 20],
      ['sponsor_left', 55],
    ]);
    expect(scoreOf([...good, seen('sponsor_left', 0.5)], SHIPPED, NOW).value).toBe(100);
    expect(scoreOf([...good, seen('sponsor_left', 1, 180)], SHIPPED, NOW).value).toBe(100);
  });

  it('never lift a score', () => {
    const poor = [seen('seats_used', 10), seen('support_satisfaction', 2), seen('sponsor_left', 1)];
    const { value, mean } = scoreOf(poor, SHIPPED, NOW);
    expect(value).toBe(mean);
    expect(value).toBeLessThan(55);
  });
});
