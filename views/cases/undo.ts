import type { KnownBlock } from '@slack/types';
import { section } from '../kit/blocks.ts';
import { dateToken } from '../kit/dates.ts';
import { button } from '../kit/elements.ts';
import { md } from '../kit/text.ts';

/** What was just done, and until when whoever did it may take it back. */
export interface Undoable {
  action: string;
  id: string;
  /** That which it had by what was done. */
  version: number;
  /** Which one it is, for screen readers. */
  title: string;
  until: Date;
}

export function undoBlock({ action, id, version, title, until }: Undoable): KnownBlock {
  return section(md`Undo until ${dateToken(until, '{time}')}`, {
    accessory: button({ action, text: 'Undo', value: `${id}:${version}`, label: `Undo: ${title}` }),
  });
}
