import type { HistoryEntry, ShownHandoff } from '../../src/handoffs/read/picture.ts';
import { message, section } from '../kit/blocks.ts';
import { quoted } from '../kit/long-text.ts';
import type { Message } from '../kit/message.ts';
import { lines, md } from '../kit/text.ts';
import { entryLine } from './parts/entry-line.ts';

const WORDS_SHOWN = 700;

/**
 * A reply in the thread of a card or a DM: what happened, with the words that were said. Mentions nobody.
 * Words that the reader may not read are not there: see loadHistoryEntry.
 */
export function eventMessage(entry: HistoryEntry, picture: ShownHandoff): Message {
  const line = entryLine(entry, 'text');
  const { words } = entry;
  return message(md`${picture.name}: ${line}`, [
    section(words ? lines([line, quoted(words, WORDS_SHOWN)]) : line),
  ]);
}
