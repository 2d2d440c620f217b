import type { KnownBlock } from '@slack/types';
import { actions } from './blocks.ts';
import { button } from './elements.ts';

/** A button to another page; null: there is none. */
export type Turn = { block: string; text: string; value: string } | null;

/** Leads from page to page. A block for each, since two buttons of one action may not stand in the same. */
export function pageBlocks(
  action: string,
  spoken: (text: string) => string,
  turns: readonly Turn[],
): KnownBlock[] {
  return turns.flatMap((turn) => {
    if (!turn) return [];
    const { block, text, value } = turn;
    return [actions(block, button({ action, text, value, label: spoken(text) }))];
  });
}
