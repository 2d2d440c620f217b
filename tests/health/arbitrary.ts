import fc from 'fast-check';
import { SHIPPED } from '../../src/health/catalogue.ts';
import { DIMENSIONS, type HealthConfig, type SignalType } from '../../src/health/config.ts';
import type { Observation } from '../../src/health/score.ts';

export const NOW = new Date('2027-03-01T10:00:00.000Z');
export const DAY_MS = 86_400_000;

export const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * DAY_MS);

const points: fc.Arbitrary<SignalType['points']> = fc
  .record({
    raws: fc.uniqueArray(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 6 }),
    scores: fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 6, maxLength: 6 }),
    falls: fc.boolean(),
  })
  .map(({ raws, scores, falls }) => {
    // -0 and 0 are two values to a set, and one place on a line.
    const xs = [...new Set(raws.map((raw) => raw + 0))].toSorted((a, b) => a - b);
    const ys = scores.toSorted((a, b) => (falls ? b - a : a - b));
    const low = falls ? 100 : 0;
    return xs.map((x, i) => [x, i === 0 ? low : i === xs.length - 1 ? 100 - low : (ys[i] ?? 50)] as const);
  })
  .filter((line) => line.length >= 2);

const weight = fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 1_000, noNaN: true }));

const anyType: fc.Arbitrary<SignalType> = fc
  .record({
    // The reader of a configuration takes no blank before or after.
    label: fc.string({ maxLength: 40, unit: 'grapheme-ascii' }).map((text) => `L${text}`.trim()),
    dimension: fc.constantFrom(...DIMENSIONS),
    unit: fc.constantFrom('', '%', 'tickets'),
    points,
    validDays: fc.integer({ min: 1, max: 730 }),
    weight,
    source: fc.constant('A sample.'),
    cap: fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: undefined }),
    at: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  })
  .map(({ cap, at, ...type }) => {
    const falls = (type.points[0]?.[1] ?? 0) > (type.points.at(-1)?.[1] ?? 0);
    if (cap === undefined) return type;
    const when = falls ? ('at_least' as const) : ('at_most' as const);
    return { ...type, exception: { when, value: at + 0, cap, opensRisk: true } };
  });

const NAMES = Array.from({ length: 8 }, (_, i) => `own_${i}`);

/** Shipped types, own ones, or both, with any weights. */
export const anyConfig: fc.Arbitrary<HealthConfig> = fc
  .record({
    own: fc.dictionary(fc.constantFrom(...NAMES), anyType),
    shipped: fc.subarray(Object.keys(SHIPPED.types)),
    weights: fc.dictionary(fc.constantFrom(...Object.keys(SHIPPED.types)), weight),
  })
  .map(({ own, shipped, weights }) => {
    const kept = Object.entries(SHIPPED.types)
      .filter(([name]) => shipped.includes(name))
      .map(([name, type]) => [name, { ...type, weight: weights[name] ?? type.weight }]);
    return { ...SHIPPED, types: { ...Object.fromEntries(kept), ...own } };
  });

/** At most one of each type, some unknown, some stale, some of tomorrow. */
export const observationsOf = (config: HealthConfig): fc.Arbitrary<Observation[]> =>
  fc.uniqueArray(
    fc.record({
      type: fc.constantFrom(...Object.keys(config.types), 'unheard_of', 'constructor'),
      value: fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: -10, max: 110 })),
      observedAt: fc
        .integer({ min: -3 * DAY_MS, max: 400 * DAY_MS })
        .map((ms) => new Date(NOW.getTime() - ms)),
    }),
    { selector: ({ type }) => type, maxLength: 24 },
  );

export const anySight = anyConfig.chain((config) =>
  fc.record({ config: fc.constant(config), observations: observationsOf(config) }),
);
