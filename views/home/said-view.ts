import type { KnownBlock, ModalView } from '@slack/types';
import { modal, section } from '../kit/blocks.ts';
import { md } from '../kit/text.ts';

/** What is said in a message elsewhere, for where there is none. */
export function noteOf({ text, blocks }: { text: string; blocks?: readonly KnownBlock[] }): KnownBlock[] {
  return blocks ? [...blocks] : [section(md`${text}`)];
}

/** The same in a window. Its buttons work there: each draws the window anew. */
export function saidView(title: string, blocks: readonly KnownBlock[]): ModalView {
  return modal({ callback: 'notice', title, blocks: [...blocks], close: 'Close' });
}
