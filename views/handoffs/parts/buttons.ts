import type { Button, KnownBlock } from '@slack/types';
import type { ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { actionsId, buttonsAbout, menuOf, SNOOZE_VERBS, type SnoozeVerb } from '../../cases/controls.ts';
import { askLine } from '../../cases/words.ts';
import { actions } from '../../kit/blocks.ts';
import { LIMITS } from '../../kit/limits.ts';
import type { Markup } from '../../kit/text.ts';
import { ACTIONS, type MoreVerb } from '../ids.ts';
import { titleOf } from './naming.ts';

const about = buttonsAbout<ShownHandoff>(titleOf);

export const acknowledgeButton = about(ACTIONS.acknowledge, 'I’m on it');
export const reviewButton = about(ACTIONS.review, 'Review');
export const fixButton = about(ACTIONS.fix, 'Add what’s missing');
export const openButton = about(ACTIONS.open, 'Read the brief');
export const finishButton = (handoff: ShownHandoff, style?: 'primary'): Button =>
  about(ACTIONS.finish, `Log ${handoff.finish.what}…`, { spoken: `Log ${handoff.finish.what}` })(
    handoff,
    style,
  );
export const nudgeButton = about(ACTIONS.nudge, 'Nudge');
export const reassignButton = about(ACTIONS.reassign, 'Reassign…', { spoken: 'Reassign' });
export const cancelButton = about(ACTIONS.cancel, 'Cancel…', { spoken: 'Cancel the handoff' });

export const moreMenu = menuOf<MoreVerb>(ACTIONS.more, {
  ...SNOOZE_VERBS,
  nudge: 'Nudge',
  open: 'Read the brief',
  history: 'History',
  reassign: 'Reassign…',
  cancel: 'Cancel…',
});

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

/** The answer, and a menu for snoozing and the rest. */
export function askActions(handoff: ShownHandoff, ask: Ask, more: readonly MoreVerb[]): KnownBlock {
  const room = LIMITS.overflowOptions - more.length;
  const snooze = (['snooze:one_hour', 'snooze:tomorrow'] satisfies SnoozeVerb[]).slice(-room);
  return actions(actionsId(handoff), ...mainFirst(ask.buttons), moreMenu(handoff, [...snooze, ...more]));
}

/** The first of them is the one that stands out. */
export function mainFirst(buttons: readonly Button[]): Button[] {
  return buttons.map((button, n) => (n === 0 ? { ...button, style: 'primary' } : button));
}
