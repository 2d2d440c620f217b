import type { KnownBlock } from '@slack/types';
import { isOpen } from '../../src/handoffs/handoff.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { actions, message, section } from '../kit/blocks.ts';
import { lines, md } from '../kit/text.ts';
import type { Message } from './message.ts';
import { askActions, askOf } from './parts/ask.ts';
import { actionsId, moreMenu, openButton } from './parts/buttons.ts';
import { essenceBlocks } from './parts/essence.ts';
import { factsBlocks } from './parts/head.ts';
import { boldTitle, named, titleOf, youStandIn } from './parts/naming.ts';
import { forMember, isWithheld } from './parts/privacy.ts';
import { stateLine } from './parts/state-line.ts';

/**
 * The DM to whoever is asked: the receiver, or who stands in for them. Later, what became of it; also once they were
 * asked again (`isLatest` no more).
 */
export function requestMessage(picture: HandoffPicture, forMemberId: string, isLatest = true): Message {
  const shown = forMember(picture, forMemberId);
  const ask = shown.state === 'returned' ? null : askOf(shown);
  const isAsked = isLatest && ask !== null && shown.owes?.id === forMemberId;
  const sender = named(shown.sender, 'mention');
  const headline = md`${sender} hands ${boldTitle(shown)} over to ${isAsked ? 'you' : named(shown.receiver, 'mention')}.`;
  if (!isAsked) {
    return message(md`${titleOf(shown)}. ${stateLine(shown, 'text')}`, [
      section(lines([headline, stateLine(shown, 'mention')])),
      ...readBlocks(shown),
    ]);
  }
  const standing = youStandIn(shown, forMemberId);
  return message(md`${shown.sender.name} hands ${titleOf(shown)} over to you. ${ask.line}`, [
    section(lines([headline, ...(standing ? [standing] : []), ...(shown.private ? [PRIVATE] : [])])),
    ...factsBlocks(shown, 'mention'),
    ...essenceBlocks(shown),
    section(bottomLine(shown, ask.line)),
    askActions(shown, ask, ['open', 'history', 'reassign']),
  ]);
}

const PRIVATE = md`It is private: please do not pass it on.`;

/** The promise to decide is kept in sight; so is a snooze. */
function bottomLine(picture: HandoffPicture, ask: ReturnType<typeof md>) {
  return picture.state === 'submitted' && !picture.snoozedUntil
    ? ask
    : lines([stateLine(picture, 'mention'), ask]);
}

function readBlocks(picture: HandoffPicture): KnownBlock[] {
  if (isWithheld(picture)) return [];
  const more = isOpen(picture.state) ? (['history', 'reassign'] as const) : (['history'] as const);
  return [actions(actionsId(picture), openButton(picture), moreMenu(picture, more))];
}
