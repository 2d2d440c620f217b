import type { KnownBlock } from '@slack/types';
import type { BookAccounts } from '../../../src/home/book.ts';
import { context } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { listed, md } from '../../kit/text.ts';

/** Of each window. */
export const BOOK_TITLE = 'Move a book';
export const BOOK_NAME_SHOWN = 40;
const NAMED = 10;

/** What another CSM was asked to take already, and is not asked twice for. */
export function waitingBlocks({ names, total }: BookAccounts['waiting']): KnownBlock[] {
  if (total === 0) return [];
  return [
    context(
      md`Left out, since another CSM was asked already and has not answered: ${namesOf(names, total)}.`,
    ),
  ];
}

/** The first of them, and how many more. */
export function namesOf(names: readonly string[], total: number): string {
  const shown = names.slice(0, NAMED).map((name) => clip(name, BOOK_NAME_SHOWN));
  const more = total - shown.length;
  return listed(more > 0 ? [...shown, `${more.toLocaleString('en-US')} more`] : shown);
}
