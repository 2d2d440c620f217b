import type { Button, KnownBlock } from '@slack/types';
import type { ShownHandoff } from '../../../src/handoffs/read/picture.ts';
import { actionsId } from '../../cases/buttons.ts';
import { actions } from '../../kit/blocks.ts';
import { dueText } from '../../kit/dates.ts';
import { type Markup, md } from '../../kit/text.ts';
import type { MoreVerb } from '../ids.ts';
import { acknowledgeButton, fixButton, moreMenu, reviewButton, snoozeMenu } from './buttons.ts';

export interface Ask {
  /** What whoever owes the next step is asked to do, and until when. */
  line: Markup;
  buttons: Button[];
}

/** Null when nobody owes anything. */
export function askOf(picture: ShownHandoff): Ask | null {
  const { state, dueAt } = picture;
  switch (state) {
    case 'submitted':
      return {
        line: md`Please acknowledge it.${dueText(dueAt)}`,
        buttons: [acknowledgeButton(picture), reviewButton(picture)],
      };
    case 'acknowledged':
      return {
        line: md`Please accept it or ask for more.${dueText(dueAt)}`,
        buttons: [reviewButton(picture)],
      };
    case 'returned':
      return { line: md`Please answer what was asked for.${dueText(dueAt)}`, buttons: [fixButton(picture)] };
    default:
      return null;
  }
}

/** The answer, with snoozing and the rest beside it. */
export function askActions(picture: ShownHandoff, ask: Ask, more: readonly MoreVerb[]): KnownBlock {
  return actions(actionsId(picture), ...ask.buttons, snoozeMenu(picture), moreMenu(picture, more));
}
