import type { KnownBlock } from '@slack/types';
import { isOpen } from '../../src/handoffs/handoff.ts';
import type { HistoryEntry, ShownHandoff } from '../../src/handoffs/read/picture.ts';
import { actionsId } from '../cases/buttons.ts';
import { actions, message, section } from '../kit/blocks.ts';
import { quoted } from '../kit/long-text.ts';
import type { Message } from '../kit/message.ts';
import { named } from '../kit/naming.ts';
import { lines, type Markup, md } from '../kit/text.ts';
import { askActions, askOf } from './parts/ask.ts';
import { finishButton, moreMenu, openButton } from './parts/buttons.ts';
import { entryLine } from './parts/entry-line.ts';
import { essenceBlocks } from './parts/essence.ts';
import { factsBlocks } from './parts/head.ts';
import { asExpansion, boldTitle, titleOf, youStandIn } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

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
