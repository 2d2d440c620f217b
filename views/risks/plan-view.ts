import type { ModalView } from '@slack/types';
import type { RiskPicture } from '../../src/risks/read/picture.ts';
import { context, input, modal, section } from '../kit/blocks.ts';
import { datePicker, textInput } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { lines, md } from '../kit/text.ts';
import { encodeRiskState, RISK_CALLBACKS } from './ids.ts';
import { headline } from './parts/headline.ts';
import { boldTitle } from './parts/naming.ts';
import { LINE_MAX } from './parts/words.ts';

/** Days to begin with, YYYY-MM-DD. */
export interface PlanDays {
  dueOn: string;
  checkInOn: string;
}

/** The first action, its day, and when to say how it goes. */
export function planView(picture: RiskPicture, days: PlanDays): ModalView {
  const isOpen = picture.state === 'open';
  return modal({
    callback: RISK_CALLBACKS.plan,
    title: `Plan for ${picture.name}`,
    submit: isOpen ? 'Take it and plan' : 'Save the plan',
    close: 'Close',
    metadata: encodeRiskState({ id: picture.id, v: picture.version }),
    blocks: [
      section(lines([boldTitle(picture), headline(picture, 'mention')])),
      input({
        id: 'firstAction',
        label: 'What happens first',
        hint: 'One step that somebody can do, such as a call with the new sponsor.',
        element: textInput({
          action: VALUE,
          multiline: true,
          max: LINE_MAX,
          initial: picture.plan?.firstAction ?? '',
        }),
      }),
      input({ id: 'dueOn', label: 'By', element: datePicker({ action: VALUE, initial: days.dueOn }) }),
      input({
        id: 'checkInOn',
        label: 'Next check-in',
        hint: 'On that morning Baton asks you how it goes.',
        element: datePicker({ action: VALUE, initial: days.checkInOn }),
      }),
      context(
        isOpen
          ? md`With this, it is yours. Both teams read the plan in the thread of the card.`
          : md`Both teams read the plan in the thread of the card.`,
      ),
    ],
  });
}
