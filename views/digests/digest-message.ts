import type { KnownBlock } from '@slack/types';
import type { DigestContent } from '../../src/digests/content.ts';
import { context, image, type Message, message, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import { formatMoney } from '../kit/money.ts';
import { bold, dotted, lines, listed, type Markup, md, plural } from '../kit/text.ts';
import { accountText } from './parts/account-line.ts';
import { differenceLine, tableLines, whyLine } from './parts/bridge-lines.ts';
import { endedLines, periodText } from './parts/service-lines.ts';
import { accountsText, atRiskText, CADENCES, scopeText } from './parts/words.ts';

/** What whoever leads is asked to see to, a line each. */
function askedLines({ lines, more, overdue, left }: DigestContent): Markup[] {
  const waiting = lines.filter(({ next }) => next.kind === 'claim' || next.kind === 'open');
  const untaken = waiting.filter(({ owner }) => owner !== null).length;
  const unowned = waiting.length - untaken;
  // Only of the listed it is known.
  const of = more > 0 ? ' listed' : '';
  const asked = [
    ...(unowned > 0
      ? [md`• Find an owner for ${plural(unowned, 'account', 'accounts')}${of} that nobody owns.`]
      : []),
    ...(untaken > 0
      ? [
          md`• See that somebody takes ${plural(untaken, 'account', 'accounts')}${of || ' at risk'} that nobody has taken yet.`,
        ]
      : []),
    ...(overdue.total > 0
      ? [md`• Ask after ${plural(overdue.total, 'overdue handoff or risk', 'overdue handoffs and risks')}.`]
      : []),
    ...(left.total > 0
      ? [md`• Ask after ${plural(left.total, 'deal', 'deals')} won and not handed over.`]
      : []),
  ];
  return asked.length > 0
    ? asked
    : [md`Nothing: everything${of || ' at risk'} has somebody, and nothing is late.`];
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
const PREVIEW = md`Preview: only you see it, and nothing is kept. To have it sent, write \`/digest now\`.`;
/** All that fits beside the opening: the rest is in the digest itself. */
const PREVIEWED = 8;

/** What it would say now, to its reader alone. Nothing of it is kept, so that it has no buttons. */
export function digestPreviewMessage(content: DigestContent): Message {
  const shown = content.lines.slice(0, PREVIEWED);
  const more = content.lines.length + content.more - shown.length;
  return message(md`Preview. ${spoken(content)}`, [
    context(PREVIEW),
    ...openingBlocks(content, null),
    context(dotted(about(content))),
    ...shown.map((line) => section(accountText(line, 'mention'))),
    ...(more > 0 ? [context(md`And ${plural(more, 'more account', 'more accounts')} at risk.`)] : []),
  ]);
}

function spoken(content: DigestContent): Markup {
  return md`${headlineOf(content)} ${changeLine(content) ?? ''}`;
}

function openingBlocks(content: DigestContent, picture: DigestPicture | null): KnownBlock[] {
  return [
    section(lines([bold(headlineOf(content)), ...explained(content)])),
    ...pictureBlocks(content, picture),
    ...(content.cadence === 'monthly' ? monthBlocks(content) : []),
  ];
}

function headlineOf({ scope, figures, bridge }: DigestContent): string {
  const { atRisk, currency } = figures;
  if (atRisk.accounts > 0) return `${scopeText(scope)}: ${atRiskText(atRisk, currency)}.`;
  const before = bridge?.before.accounts ? ' any more' : '';
  return `${scopeText(scope)}: nothing is at risk${before}.`;
}

function changeLine({ bridge, figures }: DigestContent): Markup | null {
  if (!bridge || (bridge.before.accounts === 0 && bridge.now.accounts === 0)) return null;
  return differenceLine(bridge, figures.currency);
}

function explained(content: DigestContent): Markup[] {
  const { bridge, figures } = content;
  const change = changeLine(content);
  const why = bridge && whyLine(bridge, figures.currency);
  const unpriced = unpricedLine(content);
  return [
    ...(change ? [change] : []),
    ...(why ? [why] : []),
    ...(bridge ? [] : [md`There is no earlier one to compare with.`]),
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
    section(lines([md`${bold('Saved and lost')}, ${periodText(content)}`, ...endedLines(content)])),
    section(lines([bold('Asked of you'), ...askedLines(content)])),
  ];
}

function about({ cadence, asOf, lateSince }: DigestContent): (string | Markup)[] {
  return [
    `${CADENCES[cadence]} digest`,
    md`As of ${when(new Date(asOf))}`,
    ...(lateSince ? [md`Late: it was due ${when(new Date(lateSince))}`] : []),
  ];
}

/** 'In no amount: 2 accounts without ARR and 1 account in GBP (£40K), which has no rate.'; null where all have one. */
function unpricedLine({ unpriced: { noArr, noRate } }: DigestContent): Markup | null {
  const shown = noRate.slice(0, CURRENCIES_SHOWN);
  const more = noRate.slice(CURRENCIES_SHOWN).reduce((sum, { accounts }) => sum + accounts, 0);
  const parts = [
    ...(noArr > 0 ? [`${accountsText(noArr)} without ARR`] : []),
    ...shown.map(({ currency, accounts, arr }) =>
      currency
        ? `${accountsText(accounts)} in ${currency} (${formatMoney(arr, currency)}), which has no rate`
        : `${accountsText(accounts)} without a currency`,
    ),
    ...(more > 0 ? [`${accountsText(more)} in other currencies without a rate`] : []),
  ];
  return parts.length > 0 ? md`In no amount: ${listed(parts)}.` : null;
}
