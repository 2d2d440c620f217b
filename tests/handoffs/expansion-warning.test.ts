import { describe, expect, test } from 'vitest';
import { SHIPPED } from '../../src/health/catalogue.ts';
import type { HealthConfig } from '../../src/health/config.ts';
import { expansionWarning } from '../../src/health/readiness.ts';
import { scoreOf } from '../../src/health/score.ts';

const NOW = new Date('2027-03-01T10:00:00Z');
const SINCE = new Date('2027-02-01T10:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 24 * 3_600_000);

const type = (label: string, dimension: 'usage' | 'adoption' | 'support', weight: number) => ({
  ...{ label, dimension, weight, unit: '%', validDays: 30, source: 'sample' },
  points: [
    [0, 0],
    [100, 100],
  ] as const,
});
const CONFIG: HealthConfig = {
  ...SHIPPED,
  types: {
    seats: type('Seats used', 'usage', 10),
    depth: type('Usage depth', 'usage', 5),
    features: type('Features used', 'adoption', 10),
    support: type('Support', 'support', 10),
  },
};

/** Raw values, seen `days` ago. */
function seen(values: Record<string, number>, days = 12) {
  const observations = Object.entries(values).map(([type, value]) => ({
    ...{ type, value, observedAt: daysAgo(days) },
  }));
  return { parts: scoreOf(observations, CONFIG, NOW).parts, types: CONFIG.types, at: NOW };
}
const NOTHING = seen({});
const standing = (band: 'healthy' | 'watch' | 'at_risk' | 'critical') => ({ band, since: SINCE });

describe('a warning before an expansion', () => {
  test('is not given of an account that nothing is known of', () => {
    expect(expansionWarning(null, NOTHING, null)).toBeNull();
  });

  test.each(['healthy', 'watch'] as const)('is not given of one that is %s', (band) => {
    expect(expansionWarning(standing(band), seen({ seats: 50, features: 90, support: 10 }), null)).toBeNull();
  });

  test.each(['at_risk', 'critical'] as const)(
    'says that it is %s, since when, and what is lowest',
    (band) => {
      const parts = seen({ seats: 38, depth: 90, support: 20, features: 80 });
      expect(expansionWarning(standing(band), parts, null)?.reasons).toEqual([
        { kind: 'band', band, since: SINCE },
        { kind: 'signal', label: 'Support', value: 20, unit: '%', days: 12 },
        { kind: 'signal', label: 'Seats used', value: 38, unit: '%', days: 12 },
      ]);
    },
  );

  test('comes of low adoption or low usage alone, however healthy the rest', () => {
    const low = { kind: 'signal', unit: '%', days: 12 };
    expect(expansionWarning(standing('healthy'), seen({ features: 49, support: 90 }), null)?.reasons).toEqual(
      [{ ...low, label: 'Features used', value: 49 }],
    );
    expect(expansionWarning(null, seen({ seats: 20, depth: 90 }), null)?.reasons).toEqual([
      { ...low, label: 'Seats used', value: 20 },
    ]);
  });

  test('looks at the mean of a dimension: one low signal among better ones is none', () => {
    expect(expansionWarning(standing('healthy'), seen({ seats: 60, depth: 40 }), null)).toBeNull();
  });

  test('does not come of what is stale', () => {
    expect(expansionWarning(null, seen({ features: 10, seats: 10 }, 31), null)).toBeNull();
  });

  test('comes of an open risk', () => {
    expect(expansionWarning(standing('healthy'), NOTHING, { openedAt: SINCE })?.reasons).toEqual([
      { kind: 'risk', since: SINCE },
    ]);
  });

  test('gives three reasons at most', () => {
    const all = seen({ seats: 5, depth: 5, features: 5, support: 5 });
    const reasons = expansionWarning(standing('critical'), all, { openedAt: SINCE })?.reasons ?? [];
    expect(reasons.map(({ kind }) => kind)).toEqual(['band', 'risk', 'signal']);
  });
});
