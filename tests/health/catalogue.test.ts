import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bandOf } from '../../src/health/bands.ts';
import { SHIPPED } from '../../src/health/catalogue.ts';
import { DIMENSIONS, type Dimension } from '../../src/health/config.ts';
import { readHealthConfig } from '../../src/health/rules/read-config.ts';
import { normalise } from '../../src/health/score.ts';

const types = Object.entries(SHIPPED.types);
const weightOf = (...dimensions: Dimension[]) =>
  types
    .filter(([, { dimension }]) => dimensions.includes(dimension))
    .reduce((total, [, { weight }]) => total + weight, 0);

describe('the shipped catalogue', () => {
  it('has weights that add up to 100, spread as is common in the field', () => {
    expect(weightOf(...DIMENSIONS)).toBe(100);
    const within = (weight: number, min: number, max: number) => weight >= min && weight <= max;
    expect(within(weightOf('usage', 'adoption'), 30, 55)).toBe(true);
    expect(within(weightOf('relationship'), 15, 25)).toBe(true);
    expect(within(weightOf('support'), 15, 20)).toBe(true);
    expect(within(weightOf('finance', 'renewal'), 15, 20)).toBe(true);
  });

  it('covers every dimension with 14 to 18 types', () => {
    expect(types.length).toBeGreaterThanOrEqual(14);
    expect(types.length).toBeLessThanOrEqual(18);
    for (const dimension of DIMENSIONS) expect(weightOf(dimension), dimension).toBeGreaterThan(0);
  });

  it('passes its own checks unchanged, and so does a file that repeats all of it', () => {
    const { version: _, ...rules } = SHIPPED;
    expect(readHealthConfig({})).toEqual(rules);
    expect(readHealthConfig(JSON.parse(JSON.stringify(rules)))).toEqual(rules);
  });

  it.each(types)('lets %s be as good and as bad as its range allows', (_name, { points, range }) => {
    const scores = [normalise(points, range?.min ?? -1e9), normalise(points, range?.max ?? 1e9)];
    expect(Math.max(...scores)).toBe(100);
    expect(Math.min(...scores)).toBeLessThanOrEqual(20);
  });

  it('gives every type a label of its own, and says where its figures come from', () => {
    expect(new Set(types.map(([, { label }]) => label)).size).toBe(types.length);
    expect(types.filter(([, { source }]) => source.length < 20)).toEqual([]);
  });

  it('calls seats below 50% at risk, from 50% on watch, and from 80% on healthy', () => {
    const bandAt = (raw: number) =>
      bandOf(normalise(SHIPPED.types['seats_used']?.points ?? [], raw), SHIPPED.cuts);
    expect([49.9, 50, 79.9, 80].map(bandAt)).toEqual(['at_risk', 'watch', 'watch', 'healthy']);
  });

  it('caps what a sponsor or a notice leaves, and opens a risk', () => {
    expect(SHIPPED.types['sponsor_left']?.exception).toMatchObject({ cap: 55, opensRisk: true });
    expect(SHIPPED.types['churn_notice']?.exception).toMatchObject({ cap: 20, opensRisk: true });
  });

  it('is told in the documentation as it is', () => {
    const page = readFileSync(new URL('../../docs/health.md', import.meta.url), 'utf8');
    const told = page.split('\n').filter((line) => line.startsWith('| `'));
    const row = ([name, type]: (typeof types)[number]) => {
      const points = type.points.map(([raw, score]) => `${raw}→${score}`).join(' ');
      const unit = type.unit === '' ? '' : ` (${type.unit})`;
      return `| \`${name}\` | ${type.dimension} | ${type.weight} | ${type.validDays} | ${points}${unit} | ${type.source} |`;
    };
    expect(told.toSorted()).toEqual(types.map(row).toSorted());
  });
});
