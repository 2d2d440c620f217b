import { z } from 'zod';

/** What lists say of an account's course. What of it no card says is told there, and nowhere else. */
export const ListingSchema = z.object({
  /** Null: it does not slide. Points of 0–100. */
  slide: z.object({ recent: z.number(), usual: z.number() }).nullable(),
  /** It has been low for long, after better times. */
  isLow: z.boolean(),
  /** The day of its first stage on which it is behind in onboarding; null: it is not. */
  behindOnDay: z.number().nullable().default(null),
  /** The signal that is expected to look bad and ends first, until when (an ISO instant), and how many others are. */
  expected: z
    .object({ label: z.string(), until: z.iso.datetime(), more: z.number() })
    .nullable()
    .default(null),
});
export type Listing = z.infer<typeof ListingSchema>;

export type ListedSlide = Listing & { accountId: string; name: string };

/** The first of so many. */
export type ListedSlides = { total: number; some: readonly ListedSlide[] };

export const NONE_LISTED: ListedSlides = { total: 0, some: [] };
