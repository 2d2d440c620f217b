import type { PersonRef, ShownHandoff } from '../../src/handoffs/read/picture.ts';
import { actionsId } from '../cases/buttons.ts';
import { actions, message, section } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { named } from '../kit/naming.ts';
import { lines, md } from '../kit/text.ts';
import { askActions, askOf } from './parts/ask.ts';
import { moreMenu, openButton } from './parts/buttons.ts';
import { gapLines } from './parts/criteria-lines.ts';
import { boldTitle, titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

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
