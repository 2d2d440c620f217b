import type { KnownBlock } from '@slack/types';
import { context } from '../../kit/blocks.ts';
import { LIMITS } from '../../kit/limits.ts';
import type { Markup } from '../../kit/text.ts';

/** With room for the window around the blocks. */
const MOST_BYTES = LIMITS.viewBytes - 10_000;

interface Around {
  before?: readonly KnownBlock[];
  after?: readonly KnownBlock[];
  /** Said where not all of it fits. */
  rest: Markup;
}

/** A brief in full between other blocks. Of one that is longer than a window takes, the beginning, and where the rest is. */
export function fitted(
  brief: readonly KnownBlock[],
  { before = [], after = [], rest }: Around,
): KnownBlock[] {
  const cut = context(rest);
  const fits = (shown: readonly KnownBlock[]) =>
    before.length + shown.length + after.length <= LIMITS.viewBlocks &&
    Buffer.byteLength(JSON.stringify([...before, ...shown, ...after])) <= MOST_BYTES;
  if (fits(brief)) return [...before, ...brief, ...after];
  let most = Math.max(0, Math.min(brief.length, LIMITS.viewBlocks - before.length - after.length - 1));
  while (most > 0 && !fits([...brief.slice(0, most), cut])) most--;
  return [...before, ...brief.slice(0, most), cut, ...after];
}
