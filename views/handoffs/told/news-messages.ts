import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import { isWaiting } from '../../../src/handoffs/handoff.ts';
import type {
  Feedback,
  Finished,
  HandoffDetails,
  HistoryEntry,
  ShownHandoff,
} from '../../../src/handoffs/read/details.ts';
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
export function handoffCard(handoff: ShownHandoff): Message {
  const from = named(handoff.sender, 'text');
  const to = named(handoff.receiver, 'text');
  return message(
    md`${titleOf(handoff)}${asExpansion(handoff) || ','} from ${from} to ${to}. ${stateLine(handoff, 'text')}`,
    [...headBlocks(handoff, 'text'), ...essenceBlocks(handoff), ...actionBlocks(handoff)],
  );
}

function actionBlocks(handoff: ShownHandoff): KnownBlock[] {
  if (!handoff.readable) return [];
  return [actions(actionsId(handoff), ...answers(handoff), moreMenu(handoff, MORE[handoff.state]))];
}

function answers(handoff: ShownHandoff): ActionsBlockElement[] {
  if (handoff.state === 'submitted') return [acknowledgeButton(handoff), reviewButton(handoff)];
  if (handoff.state === 'acknowledged') return [reviewButton(handoff)];
  return [openButton(handoff)];
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
export function receiptMessage(handoff: ShownHandoff): Message {
  const headline = md`You handed ${boldTitle(handoff)}${asExpansion(handoff)} over to ${named(handoff.receiver, 'mention')}.`;
  return message(md`${titleOf(handoff)}. ${stateLine(handoff, 'text')}`, [
    section(lines([headline, stateLine(handoff, 'mention')])),
    ...(isWaiting(handoff.state) && handoff.readable
      ? [section(completenessLine(handoff.completeness))]
      : []),
    actions(actionsId(handoff), ...buttons(handoff)),
  ]);
}

function buttons(handoff: ShownHandoff): ActionsBlockElement[] {
  const more = moreMenu(handoff, ['open', 'history']);
  switch (handoff.state) {
    case 'submitted':
    case 'acknowledged':
      return [nudgeButton(handoff), reassignButton(handoff), cancelButton(handoff), more];
    case 'returned':
      return [fixButton(handoff), cancelButton(handoff), more];
    case 'accepted':
      return [openButton(handoff), moreMenu(handoff, ['history', 'reassign', 'cancel'])];
    default:
      return [openButton(handoff), moreMenu(handoff, ['history'])];
  }
}

const WORDS_SHOWN = 700;

/**
 * A reply in the thread of a card or a DM: what happened, with the words that were said. Mentions nobody.
 * Words that the reader may not read are not there: see loadHistoryEntry.
 */
export function eventMessage(entry: HistoryEntry, handoff: ShownHandoff): Message {
  const line = entryLine(entry, 'text');
  const { words } = entry;
  return message(md`${handoff.name}: ${line}`, [
    section(words ? lines([line, quoted(words, WORDS_SHOWN)]) : line),
  ]);
}

const NOTE_SHOWN = 700;

/** To the sender alone, once it is finished: what came of it, and how far their brief went. Asks nothing. */
export function feedbackMessage(
  handoff: HandoffDetails,
  { by, heldOn }: Finished,
  { askedAgain, quality, note }: Feedback,
): Message {
  const labels = handoff.criteria.filter(({ key }) => askedAgain.includes(key)).map(({ label }) => label);
  const held = md`${handoff.finish.held} ${day(heldOn)}`;
  return message(md`${titleOf(handoff)} is finished. ${held}.`, [
    section(
      lines([
        md`${boldTitle(handoff)} is finished. ${held}${by ? md`, says ${named(by, 'mention')}` : md``}.`,
        md`Your brief: ${bold(`${quality} of 5`)}, ${lowerFirst(QUALITIES[quality])}.`,
        ...(note ? [quoted(note, NOTE_SHOWN)] : []),
        again(labels),
      ]),
    ),
    actions(actionsId(handoff), openButton(handoff), moreMenu(handoff, ['history'])),
  ]);
}

function again(labels: readonly string[]): Markup {
  return labels.length > 0
    ? md`The customer had to tell again: ${listed(labels)}.`
    : md`The customer had to tell nothing again.`;
}

const lowerFirst = (text = ''): string => text.charAt(0).toLowerCase() + text.slice(1);
