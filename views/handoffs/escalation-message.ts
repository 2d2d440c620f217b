import type { Button, KnownBlock } from '@slack/types';
import type { Role } from '../../src/cases/clocks/ladder.ts';
import { clockIsLive, type HandoffClock } from '../../src/handoffs/handoff.ts';
import type { ShownHandoff } from '../../src/handoffs/picture.ts';
import { actions, message, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import type { Message } from '../kit/message.ts';
import { type Naming, named } from '../kit/naming.ts';
import { lines, type Markup, md } from '../kit/text.ts';
import { askOf } from './parts/ask.ts';
import { bookLines } from './parts/book-line.ts';
import {
  actionsId,
  cancelButton,
  fixButton,
  nudgeButton,
  openButton,
  reassignButton,
  reviewButton,
} from './parts/buttons.ts';
import { boldTitle, standingIn, titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

export type EscalationRole = Exclude<Role, 'owner'>;

export interface Escalation {
  clock: HandoffClock;
  /** As whom the reader is told. */
  role: EscalationRole;
  /** When the limit passed. Null: what it asked for is over, or is no matter of this reader any more. */
  overdueSince: Date | null;
}

/**
 * Tells somebody that an answer is overdue, with the next thing that they can do. In the
 * fallback channel it mentions nobody.
 */
export function escalationMessage(picture: ShownHandoff, escalation: Escalation): Message {
  const { clock, role, overdueSince } = escalation;
  const naming: Naming = role === 'fallback_channel' ? 'text' : 'mention';
  const isDone = !clockIsLive(picture, clock);
  if (isDone || !overdueSince) {
    const title = isDone ? `${titleOf(picture)}, no longer overdue` : titleOf(picture);
    return message(md`${title}. ${stateLine(picture, 'text')}`, [
      section(lines([boldTitle(picture), stateLine(picture, naming)])),
    ]);
  }
  const late = lateLine(picture, clock, naming);
  return message(md`Overdue: ${titleOf(picture)}. ${lateLine(picture, clock, 'text')}`, [
    section(
      lines([
        boldTitle(picture),
        md`${late} It was due ${when(overdueSince)}.`,
        ...(clock === 'hard_stop' ? [stateLine(picture, naming)] : []),
        requestLine(picture, role, naming),
        ...(role === 'fallback_channel' ? bookLines(picture, 'list') : []),
      ]),
    ),
    ...buttonBlocks(picture, role),
  ]);
}

function lateLine(picture: ShownHandoff, clock: HandoffClock, naming: Naming): Markup {
  const owes = picture.owes ?? (picture.state === 'returned' ? picture.sender : picture.receiver);
  const who = md`${named(owes, naming)}${standingIn(picture, naming)}`;
  switch (clock) {
    case 'acknowledge':
      return md`${who} has not acknowledged it.`;
    case 'decide':
      return md`${who} has neither accepted it nor asked for more.`;
    case 'resubmit':
      return md`${who} has not answered what was asked for.`;
    case 'hard_stop':
      return md`It is still not accepted.`;
  }
}

const isBack = ({ state }: ShownHandoff): boolean => state === 'returned';

function requestLine(picture: ShownHandoff, role: EscalationRole, naming: Naming): Markup {
  const owing = named(isBack(picture) ? picture.sender : picture.receiver, naming);
  switch (role) {
    case 'cover':
      return md`You stand in for ${owing}. Please answer it.`;
    case 'counterpart':
      return isBack(picture)
        ? md`You asked for more, and the answer is late.`
        : md`You can give it to somebody else.`;
    case 'lead':
      return isBack(picture)
        ? md`Please answer for ${owing}, or cancel it.`
        : md`Please answer for ${owing}, or give it to somebody else.`;
    case 'manager':
      return isBack(picture)
        ? md`Please talk to ${owing}.`
        : md`Please talk to ${owing}, or give it to somebody else.`;
    case 'fallback_channel':
      return md`Whoever works with ${owing}: please see to it.`;
  }
}

function buttonBlocks(picture: ShownHandoff, role: EscalationRole): KnownBlock[] {
  const buttons = isBack(picture) ? whenBack(picture, role) : whenOut(picture, role);
  return buttons.length > 0 ? [actions(actionsId(picture), ...buttons)] : [];
}

/** Who may do what is in src/handoffs/rights.ts: a lead of a private handoff may reassign it, but not read it. */
function whenOut(picture: ShownHandoff, role: EscalationRole): Button[] {
  switch (role) {
    case 'cover':
      return askOf(picture)?.buttons ?? [];
    case 'counterpart':
      return [reassignButton(picture), nudgeButton(picture)];
    case 'lead':
      return picture.readable ? [reviewButton(picture), reassignButton(picture)] : [reassignButton(picture)];
    case 'manager':
      return [reassignButton(picture), ...readable(picture)];
    case 'fallback_channel':
      return readable(picture);
  }
}

function whenBack(picture: ShownHandoff, role: EscalationRole): Button[] {
  switch (role) {
    case 'cover':
      return [fixButton(picture)];
    case 'counterpart':
      return [openButton(picture)];
    case 'lead':
      return picture.readable ? [fixButton(picture), cancelButton(picture)] : [cancelButton(picture)];
    case 'manager':
    case 'fallback_channel':
      return readable(picture);
  }
}

const readable = (picture: ShownHandoff): Button[] => (picture.readable ? [openButton(picture)] : []);
