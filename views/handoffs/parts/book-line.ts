import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { ShownHandoff } from '../../../src/handoffs/picture.ts';
import { type Markup, md } from '../../kit/text.ts';

/** What came with a book is spoken of once for all of it, so that the others are told of, too. */
export function bookLines({ kind }: ShownHandoff, list: 'mine' | 'list'): Markup[] {
  return KINDS[kind].isOfBook ? [md`Others of the same book may wait, too: see \`/handoff ${list}\`.`] : [];
}
