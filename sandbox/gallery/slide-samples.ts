// Accounts that slide or have been low for long.
import type { ListedSlide, ListedSlides, Listing } from '../../src/health/slides/listed.ts';

const ID = '01890000-0000-7000-8000-000000000009';

const LOW_LISTING: Listing = { slide: null, isLow: true, behindOnDay: null, expected: null };

export const LISTINGS: Listing[] = [
  { slide: { recent: 61.4, usual: 70.3 }, isLow: false, behindOnDay: null, expected: null },
  LOW_LISTING,
  {
    ...{ slide: { recent: 70.4, usual: 70.2 }, isLow: true, behindOnDay: null },
    expected: { label: 'Seats used', until: '2026-03-10T23:00:00.000Z', more: 2 },
  },
  { slide: null, isLow: false, behindOnDay: 41, expected: null },
];

/** One that slides, one that is low for long, and one that is both. */
export function sampleListing(index = 0, name = `Example Watch ${index + 1} GmbH`): ListedSlide {
  return {
    accountId: ID,
    name,
    ...(LISTINGS[index % LISTINGS.length] ?? LOW_LISTING),
  };
}

/** As many of them are shown as a list holds, of `total`. */
export const sampleListed = (total: number, name?: string): ListedSlides => ({
  total,
  some: Array.from({ length: Math.min(total, 20) }, (_, index) => sampleListing(index, name)),
});
