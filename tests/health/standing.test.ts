import { describe, expect, it } from 'vitest';
import { SHIPPED } from '../../src/health/catalogue.ts';
import { standingOf, trendOf } from '../../src/health/standing.ts';

const NOW = new Date('2027-03-01T10:00:00Z');
const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

const seen = (type: string, value: number, days = 0) => ({ type, value, observedAt: ago(days) });

describe('how an account stands', () => {
  it('is unknown where nothing was ever seen', () => {
    expect(standingOf(null, [], SHIPPED, null, NOW)).toEqual({
      ...{ score: null, band: 'unknown', why: null, since: null, fresh: 0, of: 0 },
      ...{ reasons: [], stale: [], override: null },
    });
  });

  it('names what is too old to count, and counts what has weight', () => {
    const signals = [seen('usage_depth', 40), seen('nps', 2, 400), seen('sponsor_left', 1, 1)];
    const standing = standingOf(null, signals, SHIPPED, null, NOW);
    expect([standing.fresh, standing.of]).toEqual([1, 2]);
    expect(standing.stale).toEqual([SHIPPED.types['nps']?.label]);
    expect(standing.reasons[0]?.type).toBe('sponsor_left');
    // Not evaluated yet, and in too few dimensions.
    expect(standing.band).toBe('unknown');
  });
});

describe('a trend', () => {
  it('says how far the score is from what it was, and since when', () => {
    expect(trendOf(62.4, { day: ago(30), score: 74.4 }, NOW)).toEqual({ points: -12, days: 30 });
    expect(trendOf(62.4, { day: ago(9), score: 50 }, NOW)).toEqual({ points: 12, days: 9 });
    expect(trendOf(62.4, { day: ago(50), score: 62 }, NOW)).toEqual({ points: 0, days: 30 });
  });

  it('says nothing where there is nothing to compare', () => {
    expect(trendOf(null, { day: ago(30), score: 74 }, NOW)).toBeNull();
    expect(trendOf(62, null, NOW)).toBeNull();
    expect(trendOf(62, { day: ago(30), score: null }, NOW)).toBeNull();
    expect(trendOf(62, { day: ago(0.4), score: 80 }, NOW)).toBeNull();
  });
});
