import type { AlertSegment } from '../../prisma/generated/client.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { closest } from '../platform/text.ts';

/** A segment and how its alerts stand. */
export interface SegmentPicture {
  /** '' is for accounts without one. */
  segment: string;
  previewSince: Date;
  /** Null: they are tried out. */
  enabledAt: Date | null;
  /** From when they may be turned on. */
  readyAt: Date;
  ready: boolean;
  accounts: number;
  /** At risk or critical now. */
  low: number;
}

/** What people type for the accounts without a segment. */
export const NO_SEGMENT = 'none';
const DAY_MS = 24 * 60 * 60 * 1000;

export function readyAt({ previewSince }: Pick<AlertSegment, 'previewSince'>, days: number): Date {
  return new Date(previewSince.getTime() + days * DAY_MS);
}

/** "enterprise", or "accounts without a segment". */
export function segmentName(segment: string): string {
  return segment === '' ? 'accounts without a segment' : segment;
}

/** The one that was typed: as it is written, else whatever its case. */
export function pickSegment(typed: string, known: readonly string[]): string | Refusal {
  const text = typed.trim();
  const fold = (one: string) => one.toLowerCase();
  const found = known.find((one) => one === typed) ?? known.find((one) => fold(one) === fold(text));
  if (found !== undefined) return found;
  if (fold(text) === NO_SEGMENT && known.includes('')) return '';
  const named = known.map((one) => one || NO_SEGMENT);
  if (named.length === 0)
    return refuse('unknown_segment', 'No account has sent a signal yet, so there is nothing to turn on.');
  const near = closest(text, named);
  return refuse(
    'unknown_segment',
    `There is no segment “${[...text].slice(0, 60).join('')}”.${near ? ` Did you mean “${near}”?` : ` Known: ${named.join(', ')}.`}`,
  );
}
