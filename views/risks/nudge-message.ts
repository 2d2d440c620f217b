import type { PersonRef } from '../../src/handoffs/picture.ts';
import type { RiskPicture } from '../../src/risks/picture.ts';
import { message, section } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { named } from '../kit/naming.ts';
import { lines, md } from '../kit/text.ts';
import { askOf } from './parts/ask.ts';
import { actionBlock, type May } from './parts/buttons.ts';
import { headline } from './parts/headline.ts';
import { boldTitle, titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

export interface RiskNudge {
  by: PersonRef;
  /** Its reader still owes what they owed when they were nudged. */
  asked: boolean;
  isLate: boolean;
  may: May;
}

/** Somebody asks again, by name. Goes to whoever owes the next step; once they do not, it asks nothing. */
export function riskNudgeMessage(picture: RiskPicture, { by, asked, isLate, may }: RiskNudge): Message {
  const ask = asked ? askOf(picture, isLate) : null;
  if (!ask) {
    return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
      section(lines([boldTitle(picture), stateLine(picture, 'mention')])),
    ]);
  }
  const line = md`${named(by, 'mention')} asks you to look at ${boldTitle(picture)}.`;
  return message(md`${named(by, 'text')} asks you to look at ${titleOf(picture)}. ${ask.line}`, [
    section(lines([line, headline(picture, 'mention'), ask.line])),
    actionBlock(picture, may),
  ]);
}
