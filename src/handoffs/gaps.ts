import { createHash } from 'node:crypto';
import { z } from 'zod';
import { stored } from '../platform/stored.ts';
import { BRIEF_LIMITS, type Brief } from './brief.ts';
import { FIELD_LABELS } from './brief-changes.ts';

/** What the receiver still needs: criteria by key, and a note in their words. */
export const GapsSchema = z.object({
  criteria: z.array(z.string()).max(50),
  note: z.string().trim().max(BRIEF_LIMITS.text).optional(),
  /** Each part of the brief as it came back, by its fingerprint; absent where an older version sent it back. */
  was: z.record(z.string(), z.string()).optional(),
});
export type Gaps = z.infer<typeof GapsSchema>;

export const GAPS = stored('gaps of a handoff', GapsSchema);

/** What was asked for, as it is stored; null where nothing was, or nothing that can be read. */
export function readGaps(json: unknown, handoffId: string): Gaps | null {
  return json === null || json === undefined ? null : GAPS.read(json, handoffId);
}

/** Tells a part of a brief that was changed from one that was not. */
export function fingerprintOf(brief: Brief): Record<string, string> {
  const fields = Object.keys(FIELD_LABELS) as (keyof Brief)[];
  return Object.fromEntries(
    fields.map((field) => {
      const text = JSON.stringify(brief[field]) ?? '';
      return [field, createHash('sha256').update(text).digest('base64url').slice(0, 12)];
    }),
  );
}
