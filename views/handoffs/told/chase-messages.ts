import type { Button, KnownBlock } from '@slack/types';
import type { HandoffClock } from '../../../src/handoffs/handoff.ts';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { HistoryEntry, PersonRef, ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { type HandoffRole, may } from '../../../src/handoffs/rules/rights.ts';
import {
  type Asking,
  type ChasedCase,
  escalating,
  nudging,
  type RoundedUp,
  reminding,
  roundingUp,
  type Told,
  type ToldRole,
} from '../../cases/chase.ts';
import { actionsId } from '../../cases/controls.ts';
import { actions, type Message, section } from '../../kit/blocks.ts';
import { quoted } from '../../kit/long-text.ts';
import { lines, type Markup, md, type Naming, named } from '../../kit/text.ts';
import {
  askActions,
  askOf,
  cancelButton,
  fixButton,
  mainFirst,
  nudgeButton,
  openButton,
  reassignButton,
  reviewButton,
} from '../parts/buttons.ts';
import { boldTitle, heardAbout, heardTitle, shortTitle, standingIn, stateLine } from '../parts/naming.ts';

const chased = (handoff: ShownHandoff): ChasedCase => ({
  title: boldTitle(handoff),
  heard: heardTitle(handoff),
  state: (naming) => stateLine(handoff, naming),
});

function askingOf(handoff: ShownHandoff): Asking | null {
  const ask = askOf(handoff);
  return ask && { line: ask.line, actions: askActions(handoff, ask, ['open', 'history']) };
}

/** One reminder, to whoever owes the next step. When that is done, or is somebody else's, it says so and asks nothing. */
export function reminderMessage(
  handoff: ShownHandoff,
  clock: HandoffClock,
  asked: boolean,
  reader: string | null = null,
): Message {
  const asking = asked && handoff.clocks.includes(clock) ? askingOf(handoff) : null;
  return reminding(chased(handoff), asking && { ...asking, below: bookLines(handoff, 'mine') }, reader);
}

/** Somebody asks again, by name. Goes to whoever owes the next step; once they do not, it asks nothing. */
export function nudgeMessage(
  handoff: ShownHandoff,
  by: PersonRef,
  asked: boolean,
  reader: string | null = null,
): Message {
  return nudging(chased(handoff), (naming) => named(by, naming), asked ? askingOf(handoff) : null, reader);
}

export interface Escalation extends Told<HandoffClock> {
  /** Somebody has had it said now, and why. */
  hurried?: HistoryEntry;
  /** Before its limit. */
  isEarly?: boolean;
}

/** Tells somebody that a response is overdue, with the next thing that they can do. */
export function escalationMessage(handoff: ShownHandoff, escalation: Escalation): Message {
  const { clock, role, hurried, isEarly } = escalation;
  return escalating(chased(handoff), escalation, {
    isDone: !handoff.clocks.includes(clock),
    ...(clock === 'hard_stop' && { label: 'Still not accepted' }),
    ...(isEarly && { label: 'Escalated' }),
    above: (naming) => (hurried ? hurriedLines(hurried, naming) : []),
    late: (title, naming) => lateLine(handoff, clock, title, naming),
    below: (naming) => [
      requestLine(handoff, role, naming),
      ...(clock === 'hard_stop' ? [stateLine(handoff, naming)] : []),
      ...(role === 'fallback_channel' ? bookLines(handoff, 'list') : []),
    ],
    blocks: () => buttonBlocks(handoff, role),
  });
}

function hurriedLines(entry: HistoryEntry, naming: Naming): Markup[] {
  const by = entry.by ? named(entry.by, naming) : md`Baton`;
  return [md`${by} is asking you to step in now.`, ...(entry.words ? [quoted(entry.words)] : [])];
}

export interface RoundupItem {
  handoff: ShownHandoff;
  /** Who the reader is towards it. */
  roles: readonly HandoffRole[];
}

/** Several handoffs that became overdue at one moment, to one reader. */
export function roundupMessage(items: readonly RoundupItem[]): Message {
  return roundingUp({ one: 'handoff', many: 'handoffs', shown: 5 }, items.map(roundedUp));
}

function roundedUp({ handoff, roles }: RoundupItem): RoundedUp {
  const isOut = handoff.state === 'submitted' || handoff.state === 'acknowledged';
  const mayReassign = (isOut || !handoff.readable) && may('propose_receiver', roles, handoff.private);
  const open = handoff.readable ? { accessory: openButton(handoff) } : {};
  return {
    about: heardAbout(handoff),
    block: section(
      lines([shortTitle(handoff), stateLine(handoff, 'mention')]),
      mayReassign ? { accessory: reassignButton(handoff) } : open,
    ),
  };
}

/** What came with a book is spoken of once for all of it, so that the others are told of, too. */
function bookLines({ kind }: ShownHandoff, list: 'mine' | 'list'): Markup[] {
  return KINDS[kind].isOfBook ? [md`Others from the same move may be waiting too: \`/handoff ${list}\``] : [];
}

function lateLine(handoff: ShownHandoff, clock: HandoffClock, title: Markup, naming: Naming): Markup {
  const owes = handoff.owes ?? (handoff.state === 'returned' ? handoff.sender : handoff.receiver);
  const who = md`${named(owes, naming)}${standingIn(handoff, naming)}`;
  switch (clock) {
    case 'acknowledge':
      return md`no response from ${who} on ${title}`;
    case 'decide':
      return md`no decision from ${who} on ${title}`;
    case 'resubmit':
      return md`no answer from ${who} on ${title}`;
    case 'book_kickoff':
      return md`no ${handoff.finish.what} booked by ${who} for ${title}`;
    case 'hold_kickoff':
      return md`no ${handoff.finish.what} logged by ${who} for ${title}`;
    case 'hard_stop':
      return title;
  }
}

const COVERED: Partial<Record<ShownHandoff['state'], string>> = {
  returned: 'add what’s missing',
  accepted: 'get in touch with the customer',
};

const isAccepted = ({ state }: ShownHandoff): boolean => state === 'accepted';
const isBack = ({ state }: ShownHandoff): boolean => state === 'returned';

function requestLine(handoff: ShownHandoff, role: ToldRole, naming: Naming): Markup {
  const owing = named(isBack(handoff) ? handoff.sender : handoff.receiver, naming);
  switch (role) {
    case 'cover':
      return md`You’re covering for ${owing}: please ${COVERED[handoff.state] ?? 'respond'}.`;
    case 'counterpart':
      return isBack(handoff)
        ? md`You asked for more. Baton keeps reminding ${owing}.`
        : md`Nudge ${owing}, or reassign it.`;
    case 'lead':
      if (isBack(handoff))
        return handoff.readable
          ? md`Add what’s missing for ${owing}, or cancel it.`
          : md`Check with ${owing}, or cancel it.`;
      return handoff.readable && !isAccepted(handoff)
        ? md`Review it for ${owing}, or reassign it.`
        : md`Check with ${owing}, or reassign it.`;
    case 'manager':
      return isBack(handoff) ? md`Check with ${owing}.` : md`Check with ${owing}, or reassign it.`;
    case 'fallback_channel':
      return md`Do you work with ${owing}? Please point them to this, or tell their lead.`;
  }
}

function buttonBlocks(handoff: ShownHandoff, role: ToldRole): KnownBlock[] {
  const buttons = isBack(handoff) ? whenBack(handoff, role) : whenOut(handoff, role);
  const answers = role === 'cover' || (role === 'lead' && handoff.readable);
  return buttons.length > 0 ? [actions(actionsId(handoff), ...(answers ? mainFirst(buttons) : buttons))] : [];
}

/** Who may do what is in src/handoffs/rules/rights.ts: a lead of a private handoff may reassign it, but not read it. */
function whenOut(handoff: ShownHandoff, role: ToldRole): Button[] {
  switch (role) {
    case 'cover':
      return askOf(handoff)?.buttons ?? [];
    case 'counterpart':
      return [...(handoff.isAhead ? [] : [nudgeButton(handoff)]), reassignButton(handoff)];
    case 'lead':
      return handoff.readable
        ? [isAccepted(handoff) ? openButton(handoff) : reviewButton(handoff), reassignButton(handoff)]
        : [reassignButton(handoff)];
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
