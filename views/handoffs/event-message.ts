import type { HistoryEntry } from '../../src/handoffs/history.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { message, section } from '../kit/blocks.ts';
import { lines, md, quote } from '../kit/text.ts';
import type { Message } from './message.ts';
import { entryLine } from './parts/entry-line.ts';
import { excerpt } from './parts/long-text.ts';
import { isNamed } from './parts/privacy.ts';

const WORDS_SHOWN = 700;

/**
 * A reply in the thread of a card or a DM: what happened, with the words that were said. Mentions nobody.
 * The words of a private handoff go to the people it names only; without a member, to nobody.
 */
export function eventMessage(entry: HistoryEntry, picture: HandoffPicture, forMemberId?: string): Message {
  const line = entryLine(entry, 'text');
  const words = picture.private && !isNamed(picture, forMemberId) ? null : entry.words;
  return message(md`${picture.name}: ${line}`, [
    section(words ? lines([line, quote(excerpt(words, WORDS_SHOWN))]) : line),
  ]);
}
