import type { PersonRef, ShownHandoff } from '../../src/handoffs/picture.ts';
import { message, section } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { named } from '../kit/naming.ts';
import { lines, md } from '../kit/text.ts';
import { askActions, askOf } from './parts/ask.ts';
import { boldTitle, titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

/** Somebody asks again, by name. Goes to whoever owes the next step; once they do not, it asks nothing. */
export function nudgeMessage(picture: ShownHandoff, by: PersonRef, asked: boolean): Message {
  const ask = asked ? askOf(picture) : null;
  if (!ask) {
    return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
      section(lines([boldTitle(picture), stateLine(picture, 'mention')])),
    ]);
  }
  const line = md`${named(by, 'mention')} asks you to look at ${boldTitle(picture)}.`;
  return message(md`${by.name} asks you to look at ${titleOf(picture)}. ${ask.line}`, [
    section(lines([line, ask.line])),
    askActions(picture, ask, ['open', 'history']),
  ]);
}
