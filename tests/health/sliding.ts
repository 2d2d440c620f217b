import type { ExplainedSlide } from '../../src/health/read/explain-slide.ts';
import { WEEKS, weekOf } from '../../src/health/slides/weeks.ts';

/** A year of readings, a little up and down, and eight weeks in which they fall by so many points in all. */
function course(usual: number, falls: number, every = 1): (number | null)[] {
  return Array.from({ length: WEEKS }, (_, n) => {
    const down = Math.max(0, n - (WEEKS - 9)) / 8;
    return n % every === (WEEKS - 1) % every ? Math.round(usual + ((n * 7) % 5) - 2 - falls * down) : null;
  });
}

/** An account that slides, as its card says. */
export const SLIDING: ExplainedSlide = {
  week: weekOf(new Date('2027-02-24T00:00:00Z')),
  means: {
    usage_depth: course(72, 42),
    seats_used: course(81, 36),
    feature_adoption: course(70, 30, 2),
    support_tickets_open: course(4, -1),
  },
  shock: 0,
  lowForLong: false,
  behind: [],
  tier: 'card',
  told: 11.8,
  toldAt: new Date('2027-02-14T18:00:12Z'),
  cardWeek: weekOf(new Date('2027-02-10T00:00:00Z')),
  calmWeeks: 0,
};
