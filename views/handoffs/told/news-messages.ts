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
import { actions, context, type Message, message, section } from '../../kit/blocks.ts';
import { day, when } from '../../kit/dates.ts';
import { quoted } from '../../kit/long-text.ts';
import { bold, lines, listed, type Markup, md, type Naming, named } from '../../kit/text.ts';
import { notAnswered } from '../brief/brief-blocks.ts';
import { essenceBlocks } from '../brief/essence-blocks.ts';
import {
  acknowledgeButton,
  fixButton,
  introduceButton,
  mainFirst,
  moreMenu,
  nudgeButton,
  openButton,
  readFeedbackButton,
  reviewButton,
} from '../parts/buttons.ts';
import { changeLines } from '../parts/changes.ts';
import { headBlocks } from '../parts/head.ts';
import { asExpansion, boldTitle, entryLine, heardTitle, stateLine } from '../parts/naming.ts';

/**
 * The card in the team's channel, updated in place. It mentions nobody: people stand in it by name and never as
 * `<@…>`, since the one who is asked has a message of their own and nobody else need be called. For the kickoff, too,
 * the receiver is asked there and on Home.
 */
export function handoffCard(handoff: ShownHandoff): Message {
  return message(md`${heardTitle(handoff)}${asExpansion(handoff)}: ${stateLine(handoff, 'text')}`, [
    ...headBlocks(handoff, 'text'),
    ...essenceBlocks(handoff),
    ...actionBlocks(handoff),
  ]);
}

function actionBlocks(handoff: ShownHandoff): KnownBlock[] {
  if (!handoff.readable) return [];
  return [actions(actionsId(handoff), ...answers(handoff), moreMenu(handoff, MORE[handoff.state]))];
}

function answers(handoff: ShownHandoff): ActionsBlockElement[] {
  if (handoff.state === 'submitted') return mainFirst([acknowledgeButton(handoff), reviewButton(handoff)]);
  if (handoff.state === 'acknowledged') return mainFirst([reviewButton(handoff)]);
  return [openButton(handoff)];
}

const OPEN = ['open', 'history', 'reassign', 'cancel'] as const;
/** *Read the brief* stands beside the menu already. */
const READ = ['history', 'reassign', 'cancel'] as const;
const EDIT = ['edit', ...READ] as const;
const MORE = {
  draft: ['history'],
  submitted: OPEN,
  acknowledged: OPEN,
  returned: READ,
  accepted: EDIT,
  finished: ['history'],
  cancelled: ['history'],
} as const;

/** The sender's DM, updated in place: with whom it is, until when, and what the sender can do. */
export function receiptMessage(handoff: ShownHandoff): Message {
  const naming: Naming = { reader: handoff.sender.id, as: 'mention' };
  const headline = md`You handed ${boldTitle(handoff)}${asExpansion(handoff)} to ${named(handoff.receiver, naming)}.`;
  const rest = isWaiting(handoff.state) && handoff.readable ? notAnswered(handoff.completeness) : null;
  return message(md`${heardTitle(handoff)}: ${stateLine(handoff, 'text')}`, [
    section(lines([headline, stateLine(handoff, naming)])),
    ...(rest ? [section(rest)] : []),
    actions(actionsId(handoff), ...buttons(handoff)),
  ]);
}

/** Baton chases by itself: a nudge stands out only once it is late. */
function buttons(handoff: ShownHandoff): ActionsBlockElement[] {
  const { state, isLate, isAhead, owes } = handoff;
  const introduce = handoff.isToIntroduce && handoff.readable ? [introduceButton(handoff)] : [];
  switch (owes && state === 'accepted' && !isAhead ? 'kickoff' : state) {
    case 'submitted':
    case 'acknowledged':
    case 'kickoff':
      return isLate
        ? [nudgeButton(handoff), ...introduce, openButton(handoff), moreMenu(handoff, ['escalate', ...READ])]
        : [...introduce, openButton(handoff), moreMenu(handoff, ['nudge', 'escalate', ...READ])];
    case 'returned':
      return [...mainFirst([fixButton(handoff)]), moreMenu(handoff, ['open', 'history', 'cancel'])];
    case 'accepted':
      return [...introduce, openButton(handoff), moreMenu(handoff, EDIT)];
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
  return message(md`${heardTitle(handoff)}: ${line}`, [
    section(lines([line, ...changeLines(entry), ...(words ? [quoted(words, WORDS_SHOWN)] : [])])),
  ]);
}

/** The first change of a brief to somebody who was sent nothing else of the handoff; others go below it. */
export function amendedMessage(entry: HistoryEntry, handoff: ShownHandoff): Message {
  const { text, blocks } = eventMessage(entry, handoff);
  return {
    text,
    blocks: [
      section(boldTitle(handoff)),
      ...blocks,
      ...(handoff.readable ? [actions(actionsId(handoff), openButton(handoff))] : []),
    ],
  };
}

const NOTE_SHOWN = 700;

/** To the sender alone, once the first meeting was held: how far their brief went. Asks nothing. */
export function feedbackMessage(
  handoff: HandoffDetails,
  { by, heldOn }: Finished,
  { askedAgain, quality, note }: Feedback,
): Message {
  const labels = handoff.criteria.filter(({ key }) => askedAgain.includes(key)).map(({ label }) => label);
  const { what } = handoff.finish;
  const held = by
    ? md`${named(by, 'mention')} held the ${what} with ${boldTitle(handoff)} on ${day(heldOn)}.`
    : md`The ${what} with ${boldTitle(handoff)} was held on ${day(heldOn)}.`;
  return message(
    md`${heardTitle(handoff)}: ${handoff.finish.held} ${day(heldOn)}. Your brief: ${quality} of 5`,
    [
      section(
        lines([
          held,
          md`Your brief: ${bold(`${quality} of 5`)}. ${repeated(labels)}`,
          ...(note ? [quoted(note, NOTE_SHOWN)] : []),
        ]),
      ),
      ...(handoff.feedbackReadAt ? [context(md`You read it · ${when(handoff.feedbackReadAt)}`)] : []),
      actions(
        actionsId(handoff),
        ...(handoff.feedbackReadAt ? [] : mainFirst([readFeedbackButton(handoff)])),
        openButton(handoff),
        moreMenu(handoff, ['history']),
      ),
    ],
  );
}

function repeated(labels: readonly string[]): Markup {
  return labels.length > 0
    ? md`The customer had to repeat: ${listed(labels)}.`
    : md`The customer had to repeat nothing.`;
}
