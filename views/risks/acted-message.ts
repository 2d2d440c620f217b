import type { RiskPicture } from '../../src/risks/picture.ts';
import { actions, message, section } from '../kit/blocks.ts';
import { dueText, when } from '../kit/dates.ts';
import type { Message } from '../kit/message.ts';
import { named } from '../kit/naming.ts';
import { type Markup, md } from '../kit/text.ts';
import { actionsId, planButton } from './parts/buttons.ts';

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
  if (acted === 'nudged')
    return answers
      ? md`Asked ${named(answers, 'mention')} once more about ${name}.`
      : md`Asked once more about ${name}.`;
  if (acted === 'snoozed')
    return snoozedUntil
      ? md`Reminders of ${name} snoozed until ${when(snoozedUntil)}.`
      : md`Reminders of ${name} are snoozed.`;
  if (clock !== 'plan') return md`${name} is yours.`;
  return md`${name} is yours. Please plan the first step.${dueText(limitAt)}`;
}
