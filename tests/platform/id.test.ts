import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/id.ts';

const T0 = Date.parse('2027-03-03T09:00:00Z');
const at = (ms: number) => newId(new Date(T0 + ms));
const msOf = (id: string) => Number.parseInt(id.replace('-', '').slice(0, 12), 16) - T0;

describe('ids', () => {
  it('are of version 7, and begin with their instant', () => {
    const id = newId(new Date('2031-01-01T00:00:00Z'));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(msOf(id) + T0).toBe(Date.parse('2031-01-01T00:00:00Z'));
  });

  it('keep their order past what one millisecond can count', () => {
    const ids = Array.from({ length: 20_000 }, () => at(0));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(msOf(ids.at(-1) ?? '') - msOf(ids[0] ?? '')).toBeLessThan(6);
  });

  it('keep their order where those who began earlier write later', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 200 }), (instants) => {
        const day = 86_400_000 * 30;
        const ids = instants.map((ms) => at(day + ms));
        expect(ids.toSorted()).toEqual(ids);
      }),
    );
  });

  it('keep the order of each instant where business time goes far away and back', () => {
    const days = (count: number) => 86_400_000 * (100 + count);
    const ids = [0, 1, 0, 3, 1, 0, 3, 3, 0].map((day) => ({ day, id: at(days(day)) }));
    for (const one of [0, 1, 3]) {
      const made = ids.filter(({ day }) => day === one).map(({ id }) => id);
      expect(made.toSorted()).toEqual(made);
      expect(made.every((id) => msOf(id) - days(one) < 60_000)).toBe(true);
    }
  });

  it('say at most a minute more than their instant', () => {
    at(86_400_000 * 200 + 60_000);
    const early = msOf(at(86_400_000 * 200)) - 86_400_000 * 200;
    expect(early).toBe(60_000);
    expect(msOf(at(86_400_000 * 200 - 2))).toBe(86_400_000 * 200 - 2);
  });
});
