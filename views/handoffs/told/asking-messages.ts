import type { KnownBlock } from '@slack/types';
import { isOpen, isWaiting } from '../../../src/handoffs/handoff.ts';
import type { HistoryEntry, PersonRef, ShownHandoff } from '../../../src/handoffs/read/picture.ts';
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
  picture: ShownHandoff,
  forMemberId: string,
  isLatest = true,
  passedOn: HistoryEntry | null = null,
): Message {
  const ask = picture.state === 'returned' ? null : askOf(picture);
  const isAsked = ask !== null && picture.owes?.id === forMemberId;
  const sender = named(picture.sender, 'mention');
  const headline = md`${sender} hands ${boldTitle(picture)}${asExpansion(picture)} over to ${isAsked ? 'you' : named(picture.receiver, 'mention')}.`;
  if (!isLatest) {
    return message(md`An earlier request: ${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
      section(lines([md`An earlier request: ${boldTitle(picture)}.`, stateLine(picture, 'mention')])),
      ...(picture.readable ? [actions(actionsId(picture), openButton(picture))] : []),
    ]);
  }
  if (!isAsked) {
    return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
      section(lines([headline, stateLine(picture, 'mention')])),
      ...readBlocks(picture, forMemberId),
    ]);
  }
  const standing = youStandIn(picture, forMemberId);
  return message(
    md`${picture.sender.name} hands ${titleOf(picture)}${asExpansion(picture)} over to you. ${ask.line}`,
    [
      section(lines([headline, ...(standing ? [standing] : []), ...(picture.private ? [PRIVATE] : [])])),
      ...(passedOn?.words ? [section(reasonLines(passedOn, passedOn.words))] : []),
      ...factsBlocks(picture, 'mention'),
      ...essenceBlocks(picture),
      section(bottomLine(picture, ask.line)),
      askActions(picture, ask, ['open', 'history', 'reassign']),
    ],
  );
}

const PRIVATE = md`It is private: please do not pass it on.`;

/** The promise to decide is kept in sight; so is a snooze. */
function bottomLine(picture: ShownHandoff, ask: ReturnType<typeof md>) {
  return picture.state === 'submitted' && !picture.snoozedUntil
    ? ask
    : lines([stateLine(picture, 'mention'), ask]);
}

function reasonLines(passedOn: HistoryEntry, words: string): Markup {
  return lines([entryLine(passedOn, 'mention'), quoted(words)]);
}

/** Whoever has it still may finish it or pass it on; somebody it went on from may only read. */
function readBlocks(picture: ShownHandoff, forMemberId: string): KnownBlock[] {
  if (!picture.readable) return [];
  const isTheirs = picture.receiver.id === forMemberId;
  const finish = isTheirs && picture.state === 'accepted' ? [finishButton(picture)] : [];
  const more =
    isTheirs && isOpen(picture.state) ? (['history', 'reassign'] as const) : (['history'] as const);
  return [actions(actionsId(picture), ...finish, openButton(picture), moreMenu(picture, more))];
}

const NOTE_SHOWN = 700;

/**
 * The DM to the sender, or who stands in: what `askedBy` asked for, and the way to answer it. Later, what became of
 * it; also once it came back again (`isLatest` no more), and for somebody who does not stand in any more.
 */
export function returnedMessage(
  picture: ShownHandoff,
  forMemberId: string,
  askedBy: PersonRef,
  isLatest = true,
): Message {
  const isAsked = isLatest && picture.state === 'returned' && picture.owes?.id === forMemberId;
  const ask = isAsked ? askOf(picture) : null;
  if (!ask) {
    return message(md`${titleOf(picture)} came back earlier. ${stateLine(picture, 'text')}`, [
      section(lines([md`${boldTitle(picture)} came back earlier.`, stateLine(picture, 'mention')])),
      ...(picture.readable
        ? [actions(actionsId(picture), openButton(picture), moreMenu(picture, ['history']))]
        : []),
    ]);
  }
  const headline = md`${boldTitle(picture)} came back: ${named(askedBy, 'mention')} needs more to go on.`;
  const gaps = picture.readable && gapLines(picture.gaps, picture.criteria, NOTE_SHOWN);
  const { owes, sender } = picture;
  const standing = owes && owes.id !== sender.id ? [md`You stand in for ${named(sender, 'mention')}.`] : [];
  return message(md`${titleOf(picture)} came back: ${askedBy.name} needs more to go on. ${ask.line}`, [
    section(lines([headline, ...standing])),
    ...(gaps ? [section(gaps)] : []),
    section(picture.snoozedUntil ? lines([stateLine(picture, 'mention'), ask.line]) : ask.line),
    askActions(picture, ask, ['open', 'history', 'cancel']),
  ]);
}

/** To both leads, once it came back a second time: it goes round until somebody decides. Each is offered what they may do. */
export function decideMessage(picture: ShownHandoff, roles: readonly HandoffRole[]): Message {
  const title = boldTitle(picture);
  if (!isWaiting(picture.state)) {
    return message(md`${titleOf(picture)} is settled. ${stateLine(picture, 'text')}`, [
      section(lines([md`${title} is settled.`, stateLine(picture, 'mention')])),
    ]);
  }
  const gaps = picture.readable && gapLines(picture.gaps, picture.criteria, NOTE_SHOWN);
  return message(md`Please decide: ${titleOf(picture)} came back a second time.`, [
    section(
      lines([
        md`${title} came back a second time.`,
        course(picture, 'mention'),
        md`Both leads read this. Please agree: does it go on, to somebody else, or not at all?`,
      ]),
    ),
    ...(gaps ? [section(gaps)] : []),
    actions(
      actionsId(picture),
      ...(picture.readable ? [openButton(picture), historyButton(picture)] : []),
      ...(may('propose_receiver', roles, picture.private) ? [reassignButton(picture)] : []),
      ...(may('cancel', roles, picture.private) ? [cancelButton(picture)] : []),
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
export function proposedMessage(picture: ShownHandoff, proposed: Proposed | null): Message {
  if (!proposed || !isOpen(picture.state)) {
    return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
      section(lines([boldTitle(picture), stateLine(picture, 'mention')])),
    ]);
  }
  const { by, receiver, reason, entryId, mayConfirm } = proposed;
  const plain = md`Reassign ${titleOf(picture)} to ${receiver.name}? ${by.name} proposes it.`;
  return message(plain, [
    section(
      lines([
        md`Reassign ${boldTitle(picture)} to ${named(receiver, 'mention')}? ${named(by, 'mention')} proposes it.`,
        quoted(reason),
        md`It’s private, so it goes to them only if you agree.`,
      ]),
    ),
    actions(
      actionsId(picture),
      ...(mayConfirm ? [confirmButton(picture, entryId, receiver)] : []),
      reassignButton(picture),
    ),
  ]);
}

function confirmButton(picture: ShownHandoff, entryId: string, receiver: PersonRef) {
  return button({
    action: ACTIONS.confirmReceiver,
    text: 'Reassign',
    value: `${picture.id}:${entryId}`,
    label: `Reassign to ${clip(receiver.name, NAME_SHOWN)}: ${titleOf(picture)}`,
    style: 'primary',
  });
}
