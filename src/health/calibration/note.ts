import { z } from 'zod';
import { type Calibration, NEEDED } from './calibration.ts';

const ShareSchema = z.object({ met: z.number(), of: z.number(), from: z.number(), to: z.number() });

export const NoteSchema = z.object({
  /** That is over: '2026-Q4'. */
  quarter: z.string(),
  says: z.enum(['too_early', 'foretells', 'nothing', 'reversed']),
  /** Customers that left, and whose band was known in time. */
  left: z.number(),
  needed: z.number(),
  low: ShareSchema,
  healthy: ShareSchema,
  /** Account-quarters that each of the two needs. */
  startsNeeded: z.number(),
  cards: ShareSchema,
  /** Types of signals, the best first. */
  carries: z.array(z.string()),
});

/** What admins are told of a quarter; types by their labels. */
export type CalibrationNote = z.infer<typeof NoteSchema>;

const TYPES_TOLD = 3;

/** What of it all is told after a quarter. */
export function noteOf(
  { verdict, leftOfKnown, low, healthy, cards, types }: Calibration,
  quarter: string,
): CalibrationNote {
  return {
    quarter,
    says: verdict.says,
    left: leftOfKnown,
    needed: NEEDED.left,
    low,
    healthy,
    startsNeeded: NEEDED.starts,
    cards: cards.cameTrue,
    carries: types
      .filter(({ says }) => says === 'carries')
      .slice(0, TYPES_TOLD)
      .map(({ type }) => type),
  };
}
