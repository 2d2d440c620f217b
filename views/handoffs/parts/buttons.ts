import type { Button, KnownBlock } from '@slack/types';
import type { ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { actionsId, buttonsAbout, menuOf, snoozeMenuOf } from '../../cases/controls.ts';
import { askLine } from '../../cases/words.ts';
import { actions } from '../../kit/blocks.ts';
import type { Markup } from '../../kit/text.ts';
import { ACTIONS, type MoreVerb } from '../ids.ts';
import { titleOf } from './naming.ts';

const about = buttonsAbout<ShownHandoff>(titleOf);

export const acknowledgeButton = about(ACTIONS.acknowledge, 'Mine, deciding by tomorrow', {
  style: 'primary',
});
export const reviewButton = about(ACTIONS.review, 'Review');
export const fixButton = about(ACTIONS.fix, 'Fix and resubmit', { style: 'primary' });
export const openButton = about(ACTIONS.open, 'Read the brief');
export const finishButton = (handoff: ShownHandoff): Button =>
  about(ACTIONS.finish, `${handoff.finish.held}…`, { spoken: handoff.finish.held })(handoff);
export const historyButton = about(ACTIONS.history, 'History');
export const nudgeButton = about(ACTIONS.nudge, 'Nudge');
export const reassignButton = about(ACTIONS.reassign, 'Pick another receiver');
export const cancelButton = about(ACTIONS.cancel, 'Cancel…', { spoken: 'Cancel the handoff' });

export const moreMenu = menuOf<MoreVerb>(ACTIONS.more, {
  open: 'Read the brief',
  history: 'History',
  reassign: 'Reassign…',
  cancel: 'Cancel…',
});

const snoozeMenu = snoozeMenuOf(ACTIONS.snooze);

export interface Ask {
  /** What whoever owes the next step is asked to do, and until when. */
  line: Markup;
  buttons: Button[];
}

/** Null when nobody owes anything. */
export function askOf(handoff: ShownHandoff): Ask | null {
  const { state, dueAt, isLate } = handoff;
  switch (state) {
    case 'submitted':
      return {
        line: askLine('Respond', dueAt, isLate),
        buttons: [acknowledgeButton(handoff), reviewButton(handoff)],
      };
    case 'acknowledged':
      return {
        line: askLine('Accept it or ask for more', dueAt, isLate),
        buttons: [reviewButton(handoff)],
      };
    case 'returned':
      return { line: askLine('Add what’s missing', dueAt, isLate), buttons: [fixButton(handoff)] };
    default:
      return null;
  }
}

/** The answer, with snoozing and the rest beside it. */
export function askActions(handoff: ShownHandoff, ask: Ask, more: readonly MoreVerb[]): KnownBlock {
  return actions(actionsId(handoff), ...ask.buttons, snoozeMenu(handoff), moreMenu(handoff, more));
}
