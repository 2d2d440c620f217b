import type { Button, KnownBlock } from '@slack/types';
import type { PersonRef, ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { actionsId, buttonsAbout, menuOf, SNOOZE_VERBS, type SnoozeVerb } from '../../cases/controls.ts';
import { askLine } from '../../cases/words.ts';
import { actions } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { button } from '../../kit/elements.ts';
import { LIMITS } from '../../kit/limits.ts';
import { capital, type Markup } from '../../kit/text.ts';
import { ACTIONS, type MoreVerb } from '../ids.ts';
import { heardTitle, titleOf, waitingLine } from './naming.ts';

const about = buttonsAbout<ShownHandoff>(titleOf);

export const acknowledgeButton = about(ACTIONS.acknowledge, 'I’m on it');
export const reviewButton = about(ACTIONS.review, 'Review');
export const fixButton = about(ACTIONS.fix, 'Add what’s missing');
export const openButton = about(ACTIONS.open, 'Read the brief');
export const editButton = about(ACTIONS.edit, 'Edit brief…', { spoken: 'Edit the brief' });
export const finishButton = (handoff: ShownHandoff, style?: 'primary'): Button =>
  about(ACTIONS.finish, `Log ${handoff.finish.what}…`, { spoken: `Log ${handoff.finish.what}` })(
    handoff,
    style,
  );
export const bookButton = (handoff: ShownHandoff): Button =>
  about(ACTIONS.book, `${capital(handoff.finish.what)} booked…`, { spoken: `${handoff.finish.what} booked` })(
    handoff,
  );
export const answeredButton = about(ACTIONS.answered, 'Customer answered');
export const introduceButton = about(ACTIONS.introduce, 'Introduce…', { spoken: 'Introduce the new owner' });
export const readFeedbackButton = about(ACTIONS.readFeedback, 'Read', { spoken: 'I’ve read the feedback' });
export const nudgeButton = about(ACTIONS.nudge, 'Nudge');
export const reassignButton = about(ACTIONS.reassign, 'Reassign…', { spoken: 'Reassign' });
export const cancelButton = about(ACTIONS.cancel, 'Cancel…', { spoken: 'Cancel the handoff' });

export const moreMenu = menuOf<MoreVerb>(ACTIONS.more, {
  ...SNOOZE_VERBS,
  nudge: 'Nudge',
  open: 'Read the brief',
  edit: 'Edit brief…',
  history: 'History',
  reassign: 'Reassign…',
  book: 'Move the day…',
  wait: 'Waiting for customer…',
  escalate: 'Escalate now…',
  cancel: 'Cancel…',
});

export interface Ask {
  /** What whoever owes the next step is asked to do, and until when. */
  line: Markup;
  buttons: Button[];
  /** The one that stands beside it in a list. */
  inList: Button;
  /** What else there is to say of this step. */
  more?: readonly MoreVerb[];
}

/** Null when nobody owes anything. */
export function askOf(handoff: ShownHandoff): Ask | null {
  const { state, dueAt, isLate } = handoff;
  const ask = (what: string, buttons: Button[], inList: Button, more: readonly MoreVerb[] = []): Ask => ({
    line: askLine(what, dueAt, isLate),
    buttons,
    inList,
    more,
  });
  const review = reviewButton(handoff);
  switch (state) {
    case 'submitted':
      return ask('Respond', [acknowledgeButton(handoff), review], review);
    case 'acknowledged':
      return ask('Accept it or ask for more', [review], review);
    case 'returned':
      return ask('Add what’s missing', [fixButton(handoff)], fixButton(handoff));
    case 'accepted':
      return kickoffAsk(handoff, ask);
    default:
      return null;
  }
}

/** Book it, hold it and log it; while it waits for the customer, say when they have answered. */
function kickoffAsk(
  handoff: ShownHandoff,
  ask: (what: string, buttons: Button[], inList: Button, more: readonly MoreVerb[]) => Ask,
): Ask {
  const { finish, bookedOn, waitingUntil } = handoff;
  const [book, log, answered] = [bookButton(handoff), finishButton(handoff), answeredButton(handoff)];
  if (waitingUntil)
    return { ...ask('', [answered, book], answered, ['wait']), line: waitingLine(waitingUntil) };
  return bookedOn
    ? ask(`Log the ${finish.what}`, [log], log, ['book', 'wait'])
    : ask(`Book the ${finish.what}`, [book, log], book, ['wait']);
}

const SNOOZES: readonly SnoozeVerb[] = ['snooze:one_hour', 'snooze:tomorrow'];

/** The answer, and a menu for snoozing and the rest. */
export function askActions(handoff: ShownHandoff, ask: Ask, more: readonly MoreVerb[]): KnownBlock {
  const all = [...(ask.more ?? []), ...more].slice(0, LIMITS.overflowOptions);
  const room = LIMITS.overflowOptions - all.length;
  const snooze = SNOOZES.slice(SNOOZES.length - Math.min(room, SNOOZES.length));
  return actions(actionsId(handoff), ...mainFirst(ask.buttons), moreMenu(handoff, [...snooze, ...all]));
}

/** The first of them is the one that stands out. */
export function mainFirst(buttons: readonly Button[]): Button[] {
  return buttons.map((button, n) => (n === 0 ? { ...button, style: 'primary' } : button));
}

const NAME_SHOWN = 40;

/** *Confirm*, below a proposal of another receiver. */
export function confirmButton(handoff: ShownHandoff, entryId: string, receiver: PersonRef) {
  return button({
    action: ACTIONS.confirmReceiver,
    text: 'Confirm',
    value: `${handoff.id}:${entryId}`,
    label: `Reassign to ${clip(receiver.name, NAME_SHOWN)}: ${heardTitle(handoff)}`,
    style: 'primary',
  });
}
