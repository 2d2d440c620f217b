import type { KnownBlock } from '@slack/types';
import { isOpen, isWaiting } from '../../../src/handoffs/handoff.ts';
import type { HistoryEntry, PersonRef, ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { type HandoffRole, may } from '../../../src/handoffs/rules/rights.ts';
import { actionsId } from '../../cases/controls.ts';
import { actions, type Message, message, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { button } from '../../kit/elements.ts';
import { quoted } from '../../kit/long-text.ts';
import { lines, type Markup, md, named } from '../../kit/text.ts';
import { essenceBlocks, gapLines } from '../brief/brief-blocks.ts';
import { ACTIONS } from '../ids.ts';
import {
  askActions,
  askOf,
  cancelButton,
  finishButton,
  historyButton,
  moreMenu,
  openButton,
  reassignButton,
} from '../parts/buttons.ts';
import { course, factsBlocks } from '../parts/head.ts';
import { asExpansion, boldTitle, entryLine, stateLine, titleOf, youStandIn } from '../parts/naming.ts';

/**
 * The DM to whoever is asked: the receiver, or who stands in for them. Later, what became of it: of those to one
 * person only the latest asks for anything, the kickoff too. `passedOn` is why it comes to them, where somebody else had it before.
 */
export function requestMessage(
  handoff: ShownHandoff,
  forMemberId: string,
  isLatest = true,
  passedOn: HistoryEntry | null = null,
): Message {
  const ask = handoff.state === 'returned' ? null : askOf(handoff);
  const isAsked = ask !== null && handoff.owes?.id === forMemberId;
  const sender = named(handoff.sender, 'mention');
  const headline = md`${sender} hands ${boldTitle(handoff)}${asExpansion(handoff)} over to ${isAsked ? 'you' : named(handoff.receiver, 'mention')}.`;
  if (!isLatest) {
    return message(md`An earlier request: ${titleOf(handoff)}. ${stateLine(handoff, 'text')}`, [
      section(lines([md`An earlier request: ${boldTitle(handoff)}.`, stateLine(handoff, 'mention')])),
      ...(handoff.readable ? [actions(actionsId(handoff), openButton(handoff))] : []),
    ]);
  }
  if (!isAsked) {
    return message(md`${titleOf(handoff)}. ${stateLine(handoff, 'text')}`, [
      section(lines([headline, stateLine(handoff, 'mention')])),
      ...readBlocks(handoff, forMemberId),
    ]);
  }
  const standing = youStandIn(handoff, forMemberId);
  return message(
    md`${handoff.sender.name} hands ${titleOf(handoff)}${asExpansion(handoff)} over to you. ${ask.line}`,
    [
      section(lines([headline, ...(standing ? [standing] : []), ...(handoff.private ? [PRIVATE] : [])])),
      ...(passedOn?.words ? [section(reasonLines(passedOn, passedOn.words))] : []),
      ...factsBlocks(handoff, 'mention'),
      ...essenceBlocks(handoff),
      section(bottomLine(handoff, ask.line)),
      askActions(handoff, ask, ['open', 'history', 'reassign']),
    ],
  );
}

const PRIVATE = md`It is private: please do not pass it on.`;

/** The promise to decide is kept in sight; so is a snooze. */
function bottomLine(handoff: ShownHandoff, ask: ReturnType<typeof md>) {
  return handoff.state === 'submitted' && !handoff.snoozedUntil
    ? ask
    : lines([stateLine(handoff, 'mention'), ask]);
}

function reasonLines(passedOn: HistoryEntry, words: string): Markup {
  return lines([entryLine(passedOn, 'mention'), quoted(words)]);
}

/** Whoever has it still may finish it or pass it on; somebody it went on from may only read. */
function readBlocks(handoff: ShownHandoff, forMemberId: string): KnownBlock[] {
  if (!handoff.readable) return [];
  const isTheirs = handoff.receiver.id === forMemberId;
  const finish = isTheirs && handoff.state === 'accepted' ? [finishButton(handoff)] : [];
  const more =
    isTheirs && isOpen(handoff.state) ? (['history', 'reassign'] as const) : (['history'] as const);
  return [actions(actionsId(handoff), ...finish, openButton(handoff), moreMenu(handoff, more))];
}

const NOTE_SHOWN = 700;

/**
 * The DM to the sender, or who stands in: what `askedBy` asked for, and the way to answer it. Later, what became of
 * it; also once it came back again (`isLatest` no more), and for somebody who does not stand in any more.
 */
export function returnedMessage(
  handoff: ShownHandoff,
  forMemberId: string,
  askedBy: PersonRef,
  isLatest = true,
): Message {
  const isAsked = isLatest && handoff.state === 'returned' && handoff.owes?.id === forMemberId;
  const ask = isAsked ? askOf(handoff) : null;
  if (!ask) {
    return message(md`${titleOf(handoff)} came back earlier. ${stateLine(handoff, 'text')}`, [
      section(lines([md`${boldTitle(handoff)} came back earlier.`, stateLine(handoff, 'mention')])),
      ...(handoff.readable
        ? [actions(actionsId(handoff), openButton(handoff), moreMenu(handoff, ['history']))]
        : []),
    ]);
  }
  const headline = md`${boldTitle(handoff)} came back: ${named(askedBy, 'mention')} needs more to go on.`;
  const gaps = handoff.readable && gapLines(handoff.gaps, handoff.criteria, NOTE_SHOWN);
  const { owes, sender } = handoff;
  const standing = owes && owes.id !== sender.id ? [md`You stand in for ${named(sender, 'mention')}.`] : [];
  return message(md`${titleOf(handoff)} came back: ${askedBy.name} needs more to go on. ${ask.line}`, [
    section(lines([headline, ...standing])),
    ...(gaps ? [section(gaps)] : []),
    section(handoff.snoozedUntil ? lines([stateLine(handoff, 'mention'), ask.line]) : ask.line),
    askActions(handoff, ask, ['open', 'history', 'cancel']),
  ]);
}

/** To both leads, once it came back a second time: it goes round until somebody decides. Each is offered what they may do. */
export function decideMessage(handoff: ShownHandoff, roles: readonly HandoffRole[]): Message {
  const title = boldTitle(handoff);
  if (!isWaiting(handoff.state)) {
    return message(md`${titleOf(handoff)} is settled. ${stateLine(handoff, 'text')}`, [
      section(lines([md`${title} is settled.`, stateLine(handoff, 'mention')])),
    ]);
  }
  const gaps = handoff.readable && gapLines(handoff.gaps, handoff.criteria, NOTE_SHOWN);
  return message(md`Please decide: ${titleOf(handoff)} came back a second time.`, [
    section(
      lines([
        md`${title} came back a second time.`,
        course(handoff, 'mention'),
        md`Both leads read this. Please agree: does it go on, to somebody else, or not at all?`,
      ]),
    ),
    ...(gaps ? [section(gaps)] : []),
    actions(
      actionsId(handoff),
      ...(handoff.readable ? [openButton(handoff), historyButton(handoff)] : []),
      ...(may('propose_receiver', roles, handoff.private) ? [reassignButton(handoff)] : []),
      ...(may('cancel', roles, handoff.private) ? [cancelButton(handoff)] : []),
    ),
  ]);
}

const NAME_SHOWN = 40;

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
  if (!proposed || !isOpen(handoff.state)) {
    return message(md`${titleOf(handoff)}. ${stateLine(handoff, 'text')}`, [
      section(lines([boldTitle(handoff), stateLine(handoff, 'mention')])),
    ]);
  }
  const { by, receiver, reason, entryId, mayConfirm } = proposed;
  const plain = md`Reassign ${titleOf(handoff)} to ${receiver.name}? ${by.name} proposes it.`;
  return message(plain, [
    section(
      lines([
        md`Reassign ${boldTitle(handoff)} to ${named(receiver, 'mention')}? ${named(by, 'mention')} proposes it.`,
        quoted(reason),
        md`It’s private, so it goes to them only if you agree.`,
      ]),
    ),
    actions(
      actionsId(handoff),
      ...(mayConfirm ? [confirmButton(handoff, entryId, receiver)] : []),
      reassignButton(handoff),
    ),
  ]);
}

function confirmButton(handoff: ShownHandoff, entryId: string, receiver: PersonRef) {
  return button({
    action: ACTIONS.confirmReceiver,
    text: 'Reassign',
    value: `${handoff.id}:${entryId}`,
    label: `Reassign to ${clip(receiver.name, NAME_SHOWN)}: ${titleOf(handoff)}`,
    style: 'primary',
  });
}
