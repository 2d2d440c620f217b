import type { RiskPicture } from '../../src/risks/read/picture.ts';
import { actionsId } from '../cases/buttons.ts';
import { nudgedLine, snoozedLine } from '../cases/words.ts';
import { actions, message, section } from '../kit/blocks.ts';
import { dueText } from '../kit/dates.ts';
import type { Message } from '../kit/message.ts';
import { type Markup, md } from '../kit/text.ts';
import { planButton } from './parts/buttons.ts';

export type RiskActed = 'claimed' | 'snoozed' | 'nudged';

/** To whoever clicked, alone: that it is done, and what comes next. Names no account. */
export function riskActedMessage(acted: RiskActed, picture: RiskPicture): Message {
  const line = lineOf(acted, picture);
  const isNext = acted === 'claimed' && picture.clock === 'plan';
  return message(line, [
    section(line),
    ...(isNext ? [actions(actionsId(picture), planButton(picture, 'primary'))] : []),
  ]);
}

function lineOf(acted: RiskActed, { name, answers, clock, limitAt, snoozedUntil }: RiskPicture): Markup {
  if (acted === 'nudged') return nudgedLine(name, answers);
  if (acted === 'snoozed') return snoozedLine(name, snoozedUntil);
  if (clock !== 'plan') return md`${name} is yours.`;
  return md`${name} is yours. Please plan the first step.${dueText(limitAt)}`;
}
