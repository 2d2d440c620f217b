import type { Button, KnownBlock } from '@slack/types';
import { clockIsLive, type HandoffClock } from '../../../src/handoffs/handoff.ts';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { PersonRef, ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { type HandoffRole, may } from '../../../src/handoffs/rules/rights.ts';
import {
  type Asking,
  type ChasedCase,
  escalating,
  nudging,
  reminding,
  roundingUp,
  type Told,
  type ToldRole,
} from '../../cases/chase.ts';
import { actionsId } from '../../cases/controls.ts';
import { actions, type Message, section } from '../../kit/blocks.ts';
import { lines, type Markup, md, type Naming, named, namedAs } from '../../kit/text.ts';
import {
  askActions,
  askOf,
  cancelButton,
  fixButton,
  nudgeButton,
  openButton,
  reassignButton,
  reviewButton,
} from '../parts/buttons.ts';
import { shortTitle, standingIn, stateLine, titleOf } from '../parts/naming.ts';

const chased = (handoff: ShownHandoff): ChasedCase => ({
  title: titleOf(handoff),
  state: (naming) => stateLine(handoff, naming),
});

function askingOf(handoff: ShownHandoff): Asking | null {
  const ask = askOf(handoff);
  return ask && { line: ask.line, actions: askActions(handoff, ask, ['open', 'history']) };
}

/** One reminder, to whoever owes the next step. When that is done, or is somebody else's, it says so and asks nothing. */
export function reminderMessage(handoff: ShownHandoff, clock: HandoffClock, asked: boolean): Message {
  const asking = asked && clockIsLive(handoff, clock) ? askingOf(handoff) : null;
  return reminding(chased(handoff), asking && { ...asking, below: bookLines(handoff, 'mine') });
}

/** Somebody asks again, by name. Goes to whoever owes the next step; once they do not, it asks nothing. */
export function nudgeMessage(handoff: ShownHandoff, by: PersonRef, asked: boolean): Message {
  const byName = (naming: Naming) => (namedAs(naming) === 'mention' ? named(by, naming) : md`${by.name}`);
  return nudging(chased(handoff), byName, asked ? askingOf(handoff) : null);
}

export type Escalation = Told<HandoffClock>;

/** Tells somebody that an answer is overdue, with the next thing that they can do. */
export function escalationMessage(handoff: ShownHandoff, escalation: Escalation): Message {
  const { clock, role } = escalation;
  return escalating(chased(handoff), escalation, {
    isDone: !clockIsLive(handoff, clock),
    late: (naming) => lateLine(handoff, clock, naming),
    below: (naming) => [
      ...(clock === 'hard_stop' ? [stateLine(handoff, naming)] : []),
      requestLine(handoff, role, naming),
      ...(role === 'fallback_channel' ? bookLines(handoff, 'list') : []),
    ],
    blocks: () => buttonBlocks(handoff, role),
  });
}

export interface RoundupItem {
  handoff: ShownHandoff;
  /** Who the reader is towards it. */
  roles: readonly HandoffRole[];
}

/** Several handoffs that became overdue at one moment, to one reader. */
export function roundupMessage(items: readonly RoundupItem[]): Message {
  return roundingUp({ one: 'handoff', many: 'handoffs', shown: 7 }, items.map(roundupBlock));
}

function roundupBlock({ handoff, roles }: RoundupItem): KnownBlock {
  const isOut = handoff.state === 'submitted' || handoff.state === 'acknowledged';
  const text = lines([shortTitle(handoff), stateLine(handoff, 'mention')]);
  if ((isOut || !handoff.readable) && may('propose_receiver', roles, handoff.private))
    return section(text, { accessory: reassignButton(handoff) });
  return section(text, handoff.readable ? { accessory: openButton(handoff) } : {});
}

/** What came with a book is spoken of once for all of it, so that the others are told of, too. */
function bookLines({ kind }: ShownHandoff, list: 'mine' | 'list'): Markup[] {
  return KINDS[kind].isOfBook ? [md`Others of the same book may wait, too: see \`/handoff ${list}\`.`] : [];
}

function lateLine(handoff: ShownHandoff, clock: HandoffClock, naming: Naming): Markup {
  const owes = handoff.owes ?? (handoff.state === 'returned' ? handoff.sender : handoff.receiver);
  const who = md`${named(owes, naming)}${standingIn(handoff, naming)}`;
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

function requestLine(handoff: ShownHandoff, role: ToldRole, naming: Naming): Markup {
  const owing = named(isBack(handoff) ? handoff.sender : handoff.receiver, naming);
  switch (role) {
    case 'cover':
      return md`You stand in for ${owing}. Please answer it.`;
    case 'counterpart':
      return isBack(handoff)
        ? md`You asked for more, and the answer is late.`
        : md`You can give it to somebody else.`;
    case 'lead':
      return isBack(handoff)
        ? md`Please answer for ${owing}, or cancel it.`
        : md`Please answer for ${owing}, or give it to somebody else.`;
    case 'manager':
      return isBack(handoff)
        ? md`Please talk to ${owing}.`
        : md`Please talk to ${owing}, or give it to somebody else.`;
    case 'fallback_channel':
      return md`Whoever works with ${owing}: please see to it.`;
  }
}

function buttonBlocks(handoff: ShownHandoff, role: ToldRole): KnownBlock[] {
  const buttons = isBack(handoff) ? whenBack(handoff, role) : whenOut(handoff, role);
  return buttons.length > 0 ? [actions(actionsId(handoff), ...buttons)] : [];
}

/** Who may do what is in src/handoffs/rules/rights.ts: a lead of a private handoff may reassign it, but not read it. */
function whenOut(handoff: ShownHandoff, role: ToldRole): Button[] {
  switch (role) {
    case 'cover':
      return askOf(handoff)?.buttons ?? [];
    case 'counterpart':
      return [reassignButton(handoff), nudgeButton(handoff)];
    case 'lead':
      return handoff.readable ? [reviewButton(handoff), reassignButton(handoff)] : [reassignButton(handoff)];
    case 'manager':
      return [reassignButton(handoff), ...readable(handoff)];
    case 'fallback_channel':
      return readable(handoff);
  }
}

function whenBack(handoff: ShownHandoff, role: ToldRole): Button[] {
  switch (role) {
    case 'cover':
      return [fixButton(handoff)];
    case 'counterpart':
      return [openButton(handoff)];
    case 'lead':
      return handoff.readable ? [fixButton(handoff), cancelButton(handoff)] : [cancelButton(handoff)];
    case 'manager':
    case 'fallback_channel':
      return readable(handoff);
  }
}

const readable = (handoff: ShownHandoff): Button[] => (handoff.readable ? [openButton(handoff)] : []);
