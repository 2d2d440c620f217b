import type { Button, KnownBlock } from '@slack/types';
import { clockIsLive, type HandoffClock } from '../../../src/handoffs/handoff.ts';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { PersonRef, ShownHandoff } from '../../../src/handoffs/read/picture.ts';
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
import { lines, type Markup, md, type Naming, named } from '../../kit/text.ts';
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

const chased = (picture: ShownHandoff): ChasedCase => ({
  title: titleOf(picture),
  state: (naming) => stateLine(picture, naming),
});

function askingOf(picture: ShownHandoff): Asking | null {
  const ask = askOf(picture);
  return ask && { line: ask.line, actions: askActions(picture, ask, ['open', 'history']) };
}

/** One reminder, to whoever owes the next step. When that is done, or is somebody else's, it says so and asks nothing. */
export function reminderMessage(picture: ShownHandoff, clock: HandoffClock, asked: boolean): Message {
  const asking = asked && clockIsLive(picture, clock) ? askingOf(picture) : null;
  return reminding(chased(picture), asking && { ...asking, below: bookLines(picture, 'mine') });
}

/** Somebody asks again, by name. Goes to whoever owes the next step; once they do not, it asks nothing. */
export function nudgeMessage(picture: ShownHandoff, by: PersonRef, asked: boolean): Message {
  const byName = (naming: Naming) => (naming === 'mention' ? named(by, naming) : md`${by.name}`);
  return nudging(chased(picture), byName, asked ? askingOf(picture) : null);
}

export type Escalation = Told<HandoffClock>;

/** Tells somebody that an answer is overdue, with the next thing that they can do. */
export function escalationMessage(picture: ShownHandoff, escalation: Escalation): Message {
  const { clock, role } = escalation;
  return escalating(chased(picture), escalation, {
    isDone: !clockIsLive(picture, clock),
    late: (naming) => lateLine(picture, clock, naming),
    below: (naming) => [
      ...(clock === 'hard_stop' ? [stateLine(picture, naming)] : []),
      requestLine(picture, role, naming),
      ...(role === 'fallback_channel' ? bookLines(picture, 'list') : []),
    ],
    blocks: () => buttonBlocks(picture, role),
  });
}

export interface RoundupItem {
  picture: ShownHandoff;
  /** Who the reader is towards it. */
  roles: readonly HandoffRole[];
}

/** Several handoffs that became overdue at one moment, to one reader. */
export function roundupMessage(items: readonly RoundupItem[]): Message {
  return roundingUp({ one: 'handoff', many: 'handoffs', shown: 7 }, items.map(roundupBlock));
}

function roundupBlock({ picture, roles }: RoundupItem): KnownBlock {
  const isOut = picture.state === 'submitted' || picture.state === 'acknowledged';
  const text = lines([shortTitle(picture), stateLine(picture, 'mention')]);
  if ((isOut || !picture.readable) && may('propose_receiver', roles, picture.private))
    return section(text, { accessory: reassignButton(picture) });
  return section(text, picture.readable ? { accessory: openButton(picture) } : {});
}

/** What came with a book is spoken of once for all of it, so that the others are told of, too. */
function bookLines({ kind }: ShownHandoff, list: 'mine' | 'list'): Markup[] {
  return KINDS[kind].isOfBook ? [md`Others of the same book may wait, too: see \`/handoff ${list}\`.`] : [];
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

function requestLine(picture: ShownHandoff, role: ToldRole, naming: Naming): Markup {
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

function buttonBlocks(picture: ShownHandoff, role: ToldRole): KnownBlock[] {
  const buttons = isBack(picture) ? whenBack(picture, role) : whenOut(picture, role);
  return buttons.length > 0 ? [actions(actionsId(picture), ...buttons)] : [];
}

/** Who may do what is in src/handoffs/rules/rights.ts: a lead of a private handoff may reassign it, but not read it. */
function whenOut(picture: ShownHandoff, role: ToldRole): Button[] {
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

function whenBack(picture: ShownHandoff, role: ToldRole): Button[] {
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
