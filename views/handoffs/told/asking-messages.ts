import type { KnownBlock } from '@slack/types';
import { isAsked, isOpen, isWaiting } from '../../../src/handoffs/handoff.ts';
import type { HistoryEntry, PersonRef, ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { type HandoffRole, may } from '../../../src/handoffs/rules/rights.ts';
import { actionsId } from '../../cases/controls.ts';
import { actions, type Message, message, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { dueLabel, when } from '../../kit/dates.ts';
import { excerpt, quoted } from '../../kit/long-text.ts';
import { lines, listed, listedMarkup, type Markup, md, type Naming, named } from '../../kit/text.ts';
import { gapLabels, gapLines } from '../brief/brief-blocks.ts';
import { essenceBlocks } from '../brief/essence-blocks.ts';
import {
  type Ask,
  askActions,
  askOf,
  cancelButton,
  confirmButton,
  finishButton,
  moreMenu,
  openButton,
  reassignButton,
} from '../parts/buttons.ts';
import { course, factsBlocks } from '../parts/head.ts';
import {
  asExpansion,
  boldTitle,
  entryLine,
  fromTo,
  heardTitle,
  stateLine,
  youStandIn,
} from '../parts/naming.ts';

/** What became of it, to whoever reads it: a message that asks for nothing any more. */
function settled(
  handoff: ShownHandoff,
  naming: Naming,
  said: readonly Markup[],
  blocks: readonly KnownBlock[],
): Message {
  return message(md`${heardTitle(handoff)}: ${stateLine(handoff, 'text')}`, [
    section(lines([...said, stateLine(handoff, naming)])),
    ...blocks,
  ]);
}

/**
 * The DM to whoever is asked: the receiver, or who covers for them. Later, what became of it: of those to one
 * person only the latest asks for anything, the kickoff too. `passedOn` is why it comes to them, where somebody else had it before.
 */
export function requestMessage(
  handoff: ShownHandoff,
  forMemberId: string,
  isLatest = true,
  passedOn: HistoryEntry | null = null,
): Message {
  const naming: Naming = { reader: forMemberId, as: 'mention' };
  const ask = isAsked(handoff.state) ? askOf(handoff) : null;
  const title = md`${boldTitle(handoff)}${asExpansion(handoff)}`;
  if (!isLatest) {
    const open = handoff.readable ? [actions(actionsId(handoff), openButton(handoff))] : [];
    return settled(handoff, naming, [md`${boldTitle(handoff)}: an earlier request`], open);
  }
  if (!ask || handoff.owes?.id !== forMemberId) {
    const said = [boldTitle(handoff), fromTo(handoff, naming)];
    return settled(
      handoff,
      naming,
      [...said, ...feedbackRead(handoff, forMemberId)],
      readBlocks(handoff, forMemberId),
    );
  }
  const covering = youStandIn(handoff, forMemberId);
  // Whoever it went on to has not seen it before.
  const again = handoff.returns > 0 && !passedOn ? ' again' : '';
  const aside = handoff.private ? md`${covering ? md`${covering} ` : md``}${PRIVATE}` : covering;
  return message(
    md`${heardTitle(handoff)}${asExpansion(handoff)} is being handed to you${again} by ${named(handoff.sender, 'text')}. ${handoff.urgent && handoff.state === 'submitted' ? 'Urgent. ' : ''}${ask.line}`,
    [
      section(
        lines([
          md`${title} is being handed to you${again} by ${named(handoff.sender, naming)}.`,
          askedLine(handoff, ask),
          ...(aside ? [aside] : []),
        ]),
      ),
      ...(passedOn?.words ? [section(reasonLine(passedOn, passedOn.words, naming))] : []),
      ...factsBlocks(handoff),
      ...essenceBlocks(handoff),
      askActions(handoff, ask, ['open', 'history', 'reassign']),
    ],
  );
}

/** To whoever gave it: the sender has read what they said of the brief. */
function feedbackRead({ feedbackReadAt, finished, sender }: ShownHandoff, forMemberId: string): Markup[] {
  return feedbackReadAt && finished?.by?.id === forMemberId
    ? [md`${named(sender, 'mention')} read your feedback.`]
    : [];
}

const PRIVATE = md`It’s private: please don’t share it.`;
const CHOICES = 'accept it, ask for more, or say you’re on it';

/** What is asked, by when, and how long its reminders are off. */
function askedLine(handoff: ShownHandoff, ask: Ask): Markup {
  const { state, dueAt, isLate, snoozedUntil, urgent } = handoff;
  const hurry = urgent ? md`*Urgent: respond within ${urgent}.* ` : md``;
  const first = dueAt
    ? md`${hurry}*${dueLabel(dueAt, isLate)}:* ${CHOICES}.`
    : md`Accept it, ask for more, or say you’re on it.`;
  const asked = state === 'acknowledged' ? md`You’re on it. ${ask.line}` : first;
  return snoozedUntil ? md`${asked} Reminders snoozed until ${when(snoozedUntil)}.` : asked;
}

function reasonLine(passedOn: HistoryEntry, words: string, naming: Naming): Markup {
  return md`${entryLine(passedOn, naming)}: ${excerpt(words)}`;
}

/** Whoever has it still books and logs the kickoff, or reassigns it; somebody it went on from may only read. */
function readBlocks(handoff: ShownHandoff, forMemberId: string): KnownBlock[] {
  if (!handoff.readable) return [];
  const kickoff = handoff.state === 'accepted' && handoff.owes?.id === forMemberId ? askOf(handoff) : null;
  if (kickoff) return [askActions(handoff, kickoff, ['open', 'history', 'reassign'])];
  const isTheirs = handoff.receiver.id === forMemberId;
  const finish = isTheirs && handoff.state === 'accepted' ? [finishButton(handoff)] : [];
  const more =
    isTheirs && isOpen(handoff.state) ? (['history', 'reassign'] as const) : (['history'] as const);
  return [actions(actionsId(handoff), ...finish, openButton(handoff), moreMenu(handoff, more))];
}

const NOTE_SHOWN = 700;
const GAPS_HEARD = 40;

/**
 * The DM to the sender, or who covers for them: what `askedBy` asked for, and the way to add it. Later, what became of
 * it; also once more was asked for again (`isLatest` no more), and for somebody who does not cover any more.
 */
export function returnedMessage(
  handoff: ShownHandoff,
  forMemberId: string,
  askedBy: PersonRef,
  isLatest = true,
): Message {
  const naming: Naming = { reader: forMemberId, as: 'mention' };
  const isAsked = isLatest && handoff.state === 'returned' && handoff.owes?.id === forMemberId;
  const ask = isAsked ? askOf(handoff) : null;
  if (!ask) {
    const read = handoff.readable
      ? [actions(actionsId(handoff), openButton(handoff), moreMenu(handoff, ['history']))]
      : [];
    return settled(handoff, naming, [md`${boldTitle(handoff)}: more was asked for earlier`], read);
  }
  const { dueAt, isLate, snoozedUntil } = handoff;
  const limit = dueAt ? md` *${dueLabel(dueAt, isLate)}*` : md``;
  const gaps = handoff.readable && gapLines(handoff.gaps, handoff.criteria, NOTE_SHOWN);
  const labels = handoff.readable && handoff.gaps ? gapLabels(handoff.gaps, handoff.criteria) : [];
  const what = labels.length > 0 ? `: ${clip(listed(labels), GAPS_HEARD)}` : '';
  const covering = youStandIn(handoff, forMemberId);
  return message(
    md`${named(askedBy, 'text')} asked for more on ${heardTitle(handoff)}${what}. ${dueLabel(dueAt, isLate)}`,
    [
      section(
        lines([
          md`${named(askedBy, naming)} asked for more on ${boldTitle(handoff)}.${limit}`,
          ...(covering ? [covering] : []),
          ...(snoozedUntil ? [md`Reminders snoozed until ${when(snoozedUntil)}.`] : []),
        ]),
      ),
      ...(gaps ? [section(gaps)] : []),
      askActions(handoff, ask, ['open', 'history', 'cancel']),
    ],
  );
}

/** To both leads, once more was asked for a second time: it goes round until somebody decides. Each is offered what they may do. */
export function decideMessage(
  handoff: ShownHandoff,
  roles: readonly HandoffRole[],
  leads: readonly PersonRef[],
): Message {
  if (!isWaiting(handoff.state)) return settled(handoff, 'mention', [md`${boldTitle(handoff)}: settled`], []);
  const gaps = handoff.readable && gapLines(handoff.gaps, handoff.criteria, NOTE_SHOWN);
  const who = leads.length > 0 ? listedMarkup(leads.map((lead) => named(lead, 'mention'))) : md`Leads`;
  const together = leads.length > 1 ? ' together' : '';
  return message(md`${heardTitle(handoff)} was asked for more twice. Decide whether it goes ahead.`, [
    section(
      lines([
        md`${boldTitle(handoff)} was asked for more twice.`,
        md`${who}: decide${together} whether it goes ahead, gets a new owner, or stops.`,
        course(handoff, 'mention'),
      ]),
    ),
    ...(gaps ? [section(gaps)] : []),
    actions(actionsId(handoff), ...decideButtons(handoff, roles)),
  ]);
}

/** A private one is neither read nor are there windows of it for whoever it does not name. */
function decideButtons(handoff: ShownHandoff, roles: readonly HandoffRole[]) {
  const reassign = may('propose_receiver', roles, handoff.private) ? [reassignButton(handoff)] : [];
  const mayCancel = may('cancel', roles, handoff.private);
  if (!handoff.readable) return [...reassign, ...(mayCancel ? [cancelButton(handoff)] : [])];
  const more = ['history', ...(mayCancel ? (['cancel'] as const) : [])] as const;
  return [...reassign, openButton(handoff), moreMenu(handoff, more)];
}

export interface Proposed {
  entryId: string;
  by: PersonRef;
  receiver: PersonRef;
  reason: string;
  /** Who proposes, or is proposed, does not confirm it. */
  mayConfirm: boolean;
}

/** To the sender and the receiver: somebody proposes another receiver. Null: it is confirmed or out of date. */
export function proposedMessage(handoff: ShownHandoff, proposed: Proposed | null): Message {
  if (!proposed || !isOpen(handoff.state)) return settled(handoff, 'mention', [boldTitle(handoff)], []);
  const { by, receiver, reason, entryId, mayConfirm } = proposed;
  return message(
    md`${named(by, 'text')} proposes to reassign ${heardTitle(handoff)} to ${named(receiver, 'text')}. Confirm it?`,
    [
      section(
        lines([
          md`${named(by, 'mention')} proposes to reassign ${boldTitle(handoff)} to ${named(receiver, 'mention')}.`,
          quoted(reason),
          mayConfirm
            ? md`It’s private, so it goes to them only if you confirm it. Or reassign it to someone else.`
            : md`It’s private, so someone else has to confirm it.`,
        ]),
      ),
      actions(
        actionsId(handoff),
        ...(mayConfirm ? [confirmButton(handoff, entryId, receiver)] : []),
        reassignButton(handoff),
      ),
    ],
  );
}
