import { z } from 'zod';
import { BRIEF_LIMITS } from './brief.ts';

/** What the receiver still needs: criteria by key, and a note in their words. */
export const GapsSchema = z.object({
  criteria: z.array(z.string()).max(50),
  note: z.string().trim().max(BRIEF_LIMITS.text).optional(),
});
export type Gaps = z.infer<typeof GapsSchema>;

export function readGaps(stored: unknown): Gaps | null {
  return stored === null || stored === undefined ? null : GapsSchema.parse(stored);
}
