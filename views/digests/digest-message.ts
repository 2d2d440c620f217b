import type { KnownBlock } from '@slack/types';
import type { DigestContent } from '../../src/digests/content.ts';
import { context, image, type Message, message, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import { figureLines, tooFewLine } from '../kit/figures.ts';
import { formatMoney } from '../kit/money.ts';
import { bold, dotted, lines, listed, type Markup, md, plural } from '../kit/text.ts';
import { accountText } from './parts/account-line.ts';
import { changeLine, differenceLine, tableLines } from './parts/bridge-lines.ts';
import { endedFigures, periodText } from './parts/service-lines.ts';
import { accountsText, atRiskText, CADENCES, namesOf, scopeText } from './parts/words.ts';

/** What its reader is to do, a line each. */
function askedLines({ lines, more, overdue, left }: DigestContent): Markup[] {
  const waiting = lines.filter(({ next }) => next.kind === 'claim' || next.kind === 'open');
  const untaken = waiting.filter(({ owner }) => owner !== null).length;
  const unowned = waiting.length - untaken;
  // Only of the listed it is known.
  const of = more > 0 ? 'listed' : 'at-risk';
  const accounts = (count: number) => plural(count, `${of} account`, `${of} accounts`);
  const asked = [
    ...(unowned > 0 ? [md`• Get an owner for ${accounts(unowned)}`] : []),
    ...(untaken > 0 ? [md`• Get someone on ${accounts(untaken)}`] : []),
    ...(overdue.total > 0
      ? [md`• Chase ${plural(overdue.total, 'overdue handoff or risk', 'overdue handoffs or risks')}`]
      : []),
    ...(left.total > 0 ? [md`• Chase ${plural(left.total, 'won deal', 'won deals')} not handed over`] : []),
  ];
  return asked.length > 0 ? asked : [md`Nothing. Someone is on every ${of} account, and nothing is overdue.`];
}

/** The uploaded picture of it, and what it shows in words. */
export interface DigestPicture {
  file: string;
  alt: string;
}

/** What a digest opens with: how much is at risk, what changed and why. The accounts are in its thread. */
export function digestMessage(content: DigestContent, picture: DigestPicture | null): Message {
  return message(spoken(content), [
    ...openingBlocks(content, picture),
    context(dotted([...about(content), 'Details in the thread'])),
  ]);
}

const CURRENCIES_SHOWN = 3;
const PREVIEW = md`Preview: only you see it, and nothing is kept. To send it, type \`/digest now\`.`;
/** All that fits beside the opening: the rest is in the digest itself. */
const PREVIEWED = 8;

/** What it would say now, to its reader alone. Nothing of it is kept, so it has no buttons. */
export function digestPreviewMessage(content: DigestContent, readerId: string): Message {
  const shown = content.lines.slice(0, PREVIEWED);
  const more = content.lines.length + content.more - shown.length;
  const { total, some } = content.watch;
  return message(md`Preview. ${spoken(content)}`, [
    context(PREVIEW),
    ...openingBlocks(content, null),
    context(dotted(about(content))),
    ...shown.map((line) => section(accountText(line, { reader: readerId, as: 'mention' }))),
    ...(more > 0 ? [context(md`${plural(more, 'more account', 'more accounts')} at risk`)] : []),
    ...(some.length > 0 ? [context(md`Watch: ${namesOf(some, total - some.length)}`)] : []),
  ]);
}

function spoken(content: DigestContent): Markup {
  const { bridge, figures } = content;
  if (!hasChanged(content) || !bridge) return md`${headlineOf(content)}`;
  return md`${headlineOf(content)}. ${differenceLine(bridge, figures.currency)}`;
}

function openingBlocks(content: DigestContent, picture: DigestPicture | null): KnownBlock[] {
  return [
    section(lines([bold(headlineOf(content)), ...explained(content, picture !== null)])),
    ...pictureBlocks(content, picture),
    ...(content.cadence === 'monthly' ? monthBlocks(content) : []),
  ];
}

function headlineOf({ scope, figures, bridge }: DigestContent): string {
  const { atRisk, currency } = figures;
  if (atRisk.accounts > 0) return `${scopeText(scope)}: ${atRiskText(atRisk, currency)}`;
  const before = bridge?.before.accounts ? ' any more' : '';
  return `${scopeText(scope)}: nothing at risk${before}`;
}

/** There is something to compare, now or before. */
const hasChanged = ({ bridge }: DigestContent): boolean =>
  bridge !== null && (bridge.before.accounts > 0 || bridge.now.accounts > 0);

/** What led there is said in a sentence, or in the list that stands where there is no picture. */
function explained(content: DigestContent, hasPicture: boolean): Markup[] {
  const { bridge, figures } = content;
  const unpriced = unpricedLine(content);
  return [
    ...(bridge && hasChanged(content)
      ? [(hasPicture ? changeLine : differenceLine)(bridge, figures.currency)]
      : []),
    ...(bridge ? [] : [md`First digest, so nothing to compare with yet.`]),
    ...(unpriced ? [unpriced] : []),
  ];
}

/** The picture, or its figures in words where Slack has none. */
function pictureBlocks(content: DigestContent, picture: DigestPicture | null): KnownBlock[] {
  if (picture) return [image(picture.file, picture.alt, 'picture')];
  const rows = tableLines(content);
  return rows.length > 0 && hasSome(content) ? [section(lines(rows))] : [];
}

const hasSome = ({ figures, bridge }: DigestContent): boolean =>
  figures.atRisk.accounts > 0 || (bridge?.before.accounts ?? 0) > 0;

/** A month is read by who decides: what was saved and lost, and what is asked of them. */
function monthBlocks(content: DigestContent): KnownBlock[] {
  return [
    section(lines([md`${bold('Saved and lost')} ${periodText(content)}`, ...endedLines(content)])),
    section(lines([bold('For you to do'), ...askedLines(content)])),
  ];
}

function endedLines(content: DigestContent): Markup[] {
  const ended = endedFigures(content);
  const told = figureLines(ended);
  return told.length > 0 ? [...told, ...tooFewLine(ended)] : [md`No risk was closed as saved or lost.`];
}

function about({ cadence, asOf, lateSince }: DigestContent): (string | Markup)[] {
  return [
    `${CADENCES[cadence]} digest`,
    md`As of ${when(new Date(asOf))}`,
    ...(lateSince ? [md`Late: planned for ${when(new Date(lateSince))}`] : []),
  ];
}

/** 'Not in the total: 2 accounts without ARR and 1 account in GBP (£40K) without a rate'; null where all are in it. */
function unpricedLine({ unpriced: { noArr, noRate } }: DigestContent): Markup | null {
  const shown = noRate.slice(0, CURRENCIES_SHOWN);
  const more = noRate.slice(CURRENCIES_SHOWN).reduce((sum, { accounts }) => sum + accounts, 0);
  const parts = [
    ...(noArr > 0 ? [`${accountsText(noArr)} without ARR`] : []),
    ...shown.map(({ currency, accounts, arr }) =>
      currency
        ? `${accountsText(accounts)} in ${currency} (${formatMoney(arr, currency)}) without a rate`
        : `${accountsText(accounts)} without a currency`,
    ),
    ...(more > 0 ? [`${accountsText(more)} in other currencies without a rate`] : []),
  ];
  return parts.length > 0 ? md`Not in the total: ${listed(parts)}` : null;
}
