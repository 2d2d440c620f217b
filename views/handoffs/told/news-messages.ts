import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import { isWaiting } from '../../../src/handoffs/handoff.ts';
import type {
  Feedback,
  Finished,
  HandoffPicture,
  HistoryEntry,
  ShownHandoff,
} from '../../../src/handoffs/read/picture.ts';
import { actionsId } from '../../cases/controls.ts';
import { actions, type Message, message, section } from '../../kit/blocks.ts';
import { day } from '../../kit/dates.ts';
import { quoted } from '../../kit/long-text.ts';
import { bold, lines, listed, type Markup, md, named } from '../../kit/text.ts';
import { completenessLine, essenceBlocks } from '../brief/brief-blocks.ts';
import {
  acknowledgeButton,
  cancelButton,
  fixButton,
  moreMenu,
  nudgeButton,
  openButton,
  reassignButton,
  reviewButton,
} from '../parts/buttons.ts';
import { headBlocks } from '../parts/head.ts';
import { asExpansion, boldTitle, entryLine, stateLine, titleOf } from '../parts/naming.ts';
import { QUALITIES } from '../verbs/change-views.ts';

/**
 * The card in the team's channel, updated in place. It mentions nobody: people stand in it by name and never as
 * `<@…>`, since the one who is asked has a message of their own and nobody else need be called. For the kickoff, too,
 * the receiver is asked there and on Home.
 */
export function handoffCard(picture: ShownHandoff): Message {
  const from = named(picture.sender, 'text');
  const to = named(picture.receiver, 'text');
  return message(
    md`${titleOf(picture)}${asExpansion(picture) || ','} from ${from} to ${to}. ${stateLine(picture, 'text')}`,
    [...headBlocks(picture, 'text'), ...essenceBlocks(picture), ...actionBlocks(picture)],
  );
}

function actionBlocks(picture: ShownHandoff): KnownBlock[] {
  if (!picture.readable) return [];
  return [actions(actionsId(picture), ...answers(picture), moreMenu(picture, MORE[picture.state]))];
}

function answers(picture: ShownHandoff): ActionsBlockElement[] {
  if (picture.state === 'submitted') return [acknowledgeButton(picture), reviewButton(picture)];
  if (picture.state === 'acknowledged') return [reviewButton(picture)];
  return [openButton(picture)];
}

const OPEN = ['open', 'history', 'reassign', 'cancel'] as const;
/** *Read the brief* stands beside the menu already. */
const READ = ['history', 'reassign', 'cancel'] as const;
const MORE = {
  draft: ['history'],
  submitted: OPEN,
  acknowledged: OPEN,
  returned: READ,
  accepted: READ,
  finished: ['history'],
  cancelled: ['history'],
} as const;

/** The sender's DM, updated in place: with whom it is, since when, until when, and what the sender can do. */
export function receiptMessage(picture: ShownHandoff): Message {
  const headline = md`You handed ${boldTitle(picture)}${asExpansion(picture)} over to ${named(picture.receiver, 'mention')}.`;
  return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
    section(lines([headline, stateLine(picture, 'mention')])),
    ...(isWaiting(picture.state) && picture.readable
      ? [section(completenessLine(picture.completeness))]
      : []),
    actions(actionsId(picture), ...buttons(picture)),
  ]);
}

function buttons(picture: ShownHandoff): ActionsBlockElement[] {
  const more = moreMenu(picture, ['open', 'history']);
  switch (picture.state) {
    case 'submitted':
    case 'acknowledged':
      return [nudgeButton(picture), reassignButton(picture), cancelButton(picture), more];
    case 'returned':
      return [fixButton(picture), cancelButton(picture), more];
    case 'accepted':
      return [openButton(picture), moreMenu(picture, ['history', 'reassign', 'cancel'])];
    default:
      return [openButton(picture), moreMenu(picture, ['history'])];
  }
}

const WORDS_SHOWN = 700;

/**
 * A reply in the thread of a card or a DM: what happened, with the words that were said. Mentions nobody.
 * Words that the reader may not read are not there: see loadHistoryEntry.
 */
export function eventMessage(entry: HistoryEntry, picture: ShownHandoff): Message {
  const line = entryLine(entry, 'text');
  const { words } = entry;
  return message(md`${picture.name}: ${line}`, [
    section(words ? lines([line, quoted(words, WORDS_SHOWN)]) : line),
  ]);
}

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
