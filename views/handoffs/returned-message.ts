import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { actions, message, section } from '../kit/blocks.ts';
import { lines, md } from '../kit/text.ts';
import type { Message } from './message.ts';
import { askActions, askOf } from './parts/ask.ts';
import { actionsId, moreMenu, openButton } from './parts/buttons.ts';
import { gapLines } from './parts/criteria-lines.ts';
import { excerpt } from './parts/long-text.ts';
import { boldTitle, named, titleOf } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

const NOTE_SHOWN = 700;

/**
 * The DM to the sender, or who stands in: what was asked for, and the way to answer it. Later, what became of it; also
 * once it came back again (`isLatest` no more).
 */
export function returnedMessage(picture: HandoffPicture, isLatest = true): Message {
  const ask = isLatest && picture.state === 'returned' ? askOf(picture) : null;
  const headline = md`${boldTitle(picture)} came back: ${named(picture.receiver, 'mention')} needs more to go on.`;
  if (!ask) {
    return message(md`${titleOf(picture)} came back earlier. ${stateLine(picture, 'text')}`, [
      section(lines([headline, stateLine(picture, 'mention')])),
      actions(actionsId(picture), openButton(picture), moreMenu(picture, ['history'])),
    ]);
  }
  const gaps = gapLines(picture.gaps, picture.criteria, (note) => excerpt(note, NOTE_SHOWN));
  const { owes, sender } = picture;
  const standing = owes && owes.id !== sender.id ? [md`You stand in for ${named(sender, 'mention')}.`] : [];
  return message(
    md`${titleOf(picture)} came back: ${picture.receiver.name} needs more to go on. ${ask.line}`,
    [
      section(lines([headline, ...standing])),
      ...(gaps ? [section(gaps)] : []),
      section(picture.snoozedUntil ? lines([stateLine(picture, 'mention'), ask.line]) : ask.line),
      askActions(picture, ask, ['open', 'history', 'cancel']),
    ],
  );
}
