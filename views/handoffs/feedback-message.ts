import type { Feedback, Finished, HandoffPicture } from '../../src/handoffs/read/picture.ts';
import { actionsId } from '../cases/buttons.ts';
import { actions, message, section } from '../kit/blocks.ts';
import { day } from '../kit/dates.ts';
import { quoted } from '../kit/long-text.ts';
import type { Message } from '../kit/message.ts';
import { named } from '../kit/naming.ts';
import { bold, lines, listed, type Markup, md } from '../kit/text.ts';
import { QUALITIES } from './finish-view.ts';
import { moreMenu, openButton } from './parts/buttons.ts';
import { boldTitle, titleOf } from './parts/naming.ts';

const NOTE_SHOWN = 700;

/** To the sender alone, once it is finished: what came of it, and how far their brief went. Asks nothing. */
export function feedbackMessage(
  picture: HandoffPicture,
  { by, heldOn }: Finished,
  { askedAgain, quality, note }: Feedback,
): Message {
  const labels = picture.criteria.filter(({ key }) => askedAgain.includes(key)).map(({ label }) => label);
  const held = md`${picture.finish.held} ${day(heldOn)}`;
  return message(md`${titleOf(picture)} is finished. ${held}.`, [
    section(
      lines([
        md`${boldTitle(picture)} is finished. ${held}${by ? md`, says ${named(by, 'mention')}` : md``}.`,
        md`Your brief: ${bold(`${quality} of 5`)}, ${lowerFirst(QUALITIES[quality])}.`,
        ...(note ? [quoted(note, NOTE_SHOWN)] : []),
        again(labels),
      ]),
    ),
    actions(actionsId(picture), openButton(picture), moreMenu(picture, ['history'])),
  ]);
}

function again(labels: readonly string[]): Markup {
  return labels.length > 0
    ? md`The customer had to tell again: ${listed(labels)}.`
    : md`The customer had to tell nothing again.`;
}

const lowerFirst = (text = ''): string => text.charAt(0).toLowerCase() + text.slice(1);
