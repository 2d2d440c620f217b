import type { RiskPicture } from '../../src/risks/picture.ts';
import type { RiskClock } from '../../src/risks/risk.ts';
import { message, section } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { lines, md } from '../kit/text.ts';
import { askOf } from './parts/ask.ts';
import { actionBlock, type May } from './parts/buttons.ts';
import { headline } from './parts/headline.ts';
import { boldTitle, titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

export interface RiskReminder {
  /** The clock that reminds. */
  clock: RiskClock;
  /** Its reader still owes what it asks for. */
  asked: boolean;
  /** Its limit has passed. */
  isLate: boolean;
  may: May;
}

/** One reminder, to whoever owes the next step. When that is done, or is somebody else's, it says so and asks nothing. */
export function riskReminderMessage(picture: RiskPicture, reminder: RiskReminder): Message {
  const { clock, asked, isLate, may } = reminder;
  const ask = asked && picture.clock === clock ? askOf(picture, isLate) : null;
  if (!ask) {
    return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
      section(lines([boldTitle(picture), stateLine(picture, 'mention')])),
    ]);
  }
  return message(md`${titleOf(picture)} waits for you. ${ask.line}`, [
    section(lines([md`${boldTitle(picture)} waits for you.`, headline(picture, 'mention'), ask.line])),
    actionBlock(picture, may),
  ]);
}
