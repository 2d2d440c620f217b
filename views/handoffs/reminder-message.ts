import { clockIsLive, type HandoffClock } from '../../src/handoffs/handoff.ts';
import type { ShownHandoff } from '../../src/handoffs/picture.ts';
import { message, section } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { lines, md } from '../kit/text.ts';
import { askActions, askOf } from './parts/ask.ts';
import { bookLines } from './parts/book-line.ts';
import { boldTitle, titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

/** One reminder, to whoever owes the next step. When that is done, or is somebody else's, it says so and asks nothing. */
export function reminderMessage(picture: ShownHandoff, clock: HandoffClock, asked: boolean): Message {
  const ask = asked && clockIsLive(picture, clock) ? askOf(picture) : null;
  if (!ask) {
    return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
      section(lines([boldTitle(picture), stateLine(picture, 'mention')])),
    ]);
  }
  return message(md`${titleOf(picture)} waits for you. ${ask.line}`, [
    section(lines([md`${boldTitle(picture)} waits for you.`, ask.line, ...bookLines(picture, 'mine')])),
    askActions(picture, ask, ['open', 'history']),
  ]);
}
