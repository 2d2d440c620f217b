import type { HandoffPicture, PersonRef } from '../../src/handoffs/picture.ts';
import { message, section } from '../kit/blocks.ts';
import { lines, md } from '../kit/text.ts';
import type { Message } from './message.ts';
import { askActions, askOf } from './parts/ask.ts';
import { boldTitle, named, titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

/** Somebody asks again, by name. Goes to whoever owes the next step. */
export function nudgeMessage(picture: HandoffPicture, by: PersonRef): Message {
  const line = md`${named(by, 'mention')} asks you to look at ${boldTitle(picture)}.`;
  const ask = askOf(picture);
  if (!ask) {
    return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
      section(lines([line, stateLine(picture, 'mention')])),
    ]);
  }
  return message(md`${by.name} asks you to look at ${titleOf(picture)}. ${ask.line}`, [
    section(lines([line, ask.line])),
    askActions(picture, ask, ['open', 'history']),
  ]);
}
