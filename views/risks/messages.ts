import type { KnownBlock } from '@slack/types';
import type { RiskEntry, RiskPicture } from '../../src/risks/read/picture.ts';
import { actionsId } from '../cases/controls.ts';
import { latestBlocks } from '../cases/history.ts';
import { nudgedLine, snoozedLine } from '../cases/words.ts';
import { actions, type Message, message, pageBlocks, section } from '../kit/blocks.ts';
import { day, dueText } from '../kit/dates.ts';
import { quoted } from '../kit/long-text.ts';
import { formatMoney } from '../kit/money.ts';
import { bold, dotted, lines, type Markup, md } from '../kit/text.ts';
import { RISK_ACTIONS } from './ids.ts';
import { bodyBlocks, evidenceLine } from './parts/body.ts';
import {
  ANYTHING,
  actionBlock,
  askOf,
  type May,
  nudgeButton,
  openButton,
  planButton,
} from './parts/buttons.ts';
import { riskEntryLine } from './parts/entry-line.ts';
import {
  boldTitle,
  headline,
  shortStateLine,
  shortTitle,
  stateLine,
  titleOf,
  youStandIn,
} from './parts/naming.ts';
import { reasonLine } from './parts/words.ts';

/** The card in the shared channel, updated in place. It mentions nobody: whoever is asked has a message of their own. */
export function riskCard(picture: RiskPicture): Message {
  return message(md`${titleOf(picture)}. ${headline(picture, 'text')}. ${stateLine(picture, 'text')}`, [
    ...bodyBlocks(picture, 'text'),
    actionBlock(picture, ANYTHING),
  ]);
}

/** The answer to `/risk R-7`. `history` is the latest of it, the latest first. */
export function riskMessage(picture: RiskPicture, history: readonly RiskEntry[], may: May): Message {
  return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
    ...bodyBlocks(picture, 'mention'),
    ...latestBlocks(history, (entry) => riskEntryLine(entry, 'text')),
    actionBlock(picture, may),
  ]);
}

/** The DM to whoever is to take it: the owner, who stands in for them, or who has to find one. Later, what became of it. */
export function riskRequestMessage(
  picture: RiskPicture,
  reader: { memberId: string; isAsked: boolean; may: May },
): Message {
  const ask = reader.isAsked && picture.clock === 'claim' ? askOf(picture, false) : null;
  const actions = actionBlock(picture, reader.may);
  if (!ask)
    return message(md`${titleOf(picture)}. ${stateLine(picture, 'text')}`, [
      ...bodyBlocks(picture, 'mention'),
      actions,
    ]);
  const why = youStandIn(picture, reader.memberId) ?? unowned(picture);
  const first = md`${boldTitle(picture)} waits for you. ${ask.line}`;
  return message(md`${titleOf(picture)} waits for you. ${headline(picture, 'text')}.`, [
    ...bodyBlocks(picture, 'mention', why ? lines([first, why]) : first),
    actions,
  ]);
}

function unowned({ owner }: RiskPicture): Markup | null {
  return owner ? null : md`Nobody owns this account yet, so that it comes to you.`;
}

const WORDS_SHOWN = 700;
const REASONS_SHOWN = 3;
/** What tells of a score tells why; what closes a risk does not. */
const WITH_REASONS = ['reopened', 'worsened', 'recovering'];

/**
 * A reply in the thread of a card or a DM: what happened, with the words that were said. Mentions nobody. `alone`:
 * a message of its own, which says of which risk.
 */
export function riskEventMessage(entry: RiskEntry, picture: RiskPicture, alone = false): Message {
  const line = riskEntryLine(entry, 'text');
  const reasons = WITH_REASONS.includes(entry.action) ? (entry.change?.reasons ?? []) : [];
  const evidence = entry.data['evidence'];
  return message(md`${alone ? titleOf(picture) : picture.name}: ${line}`, [
    section(
      lines([
        ...(alone ? [boldTitle(picture)] : []),
        line,
        ...(entry.words ? [quoted(entry.words, WORDS_SHOWN)] : []),
        ...reasons.slice(0, REASONS_SHOWN).map((reason) => md`• ${reasonLine(reason)}`),
        ...(entry.action === 'noted' && typeof evidence === 'string' ? [evidenceLine(evidence)] : []),
      ]),
      alone ? { accessory: openButton(picture) } : {},
    ),
  ]);
}

export type RiskActed = 'claimed' | 'snoozed' | 'nudged';

/** To whoever clicked, alone: that it is done, and what comes next. Names no account. */
export function riskActedMessage(acted: RiskActed, picture: RiskPicture): Message {
  const line = lineOf(acted, picture);
  const isNext = acted === 'claimed' && picture.clock === 'plan';
  return message(line, [
    section(line),
    ...(isNext ? [actions(actionsId(picture), planButton(picture, 'primary'))] : []),
  ]);
}

function lineOf(acted: RiskActed, { name, answers, clock, limitAt, snoozedUntil }: RiskPicture): Markup {
  if (acted === 'nudged') return nudgedLine(name, answers);
  if (acted === 'snoozed') return snoozedLine(name, snoozedUntil);
  if (clock !== 'plan') return md`${name} is yours.`;
  return md`${name} is yours. Please plan the first step.${dueText(limitAt)}`;
}

export interface RiskList {
  which: 'mine' | 'all';
  /** One page, at most ten. */
  items: readonly RiskPicture[];
  /** From 0. */
  page: number;
  /** Null: this is the last. */
  next: number | null;
  total: number;
  /** The member who reads: nobody is offered to nudge themselves. */
  viewerId: string;
}

const HEADLINES = { mine: 'Your risks', all: 'Open risks' };
const EMPTY = {
  mine: md`No open risk is yours. To flag an account, write \`/risk\` and its name.`,
  all: md`No risk is open. To flag an account, write \`/risk\` and its name.`,
};
const NO_MORE = md`There are no more.`;

/** The answer to `/risk mine` and `/risk list`, worst first. Only the reader sees it, so that its mentions call nobody. */
export function riskListMessage({ which, items, page, next, total, viewerId }: RiskList): Message {
  const turn = pageBlocks(RISK_ACTIONS.listPage, (text) => `${text}: ${HEADLINES[which]}`, [
    next === null ? null : { block: 'page', text: 'Show more', value: `${which}:${next}` },
    page > 0 ? { block: 'first', text: 'Show the first', value: `${which}:0` } : null,
  ]);
  if (items.length === 0) {
    const line = page > 0 ? NO_MORE : EMPTY[which];
    return message(line, [section(line), ...turn]);
  }
  const title = total > items.length ? `${HEADLINES[which]}: ${total} in all` : HEADLINES[which];
  return message(md`${title}`, [
    section(bold(title)),
    ...items.flatMap((one) => itemBlocks(one, viewerId)),
    ...turn,
  ]);
}

/** What waits for somebody else can be asked for, beside being opened. */
function itemBlocks(picture: RiskPicture, viewerId: string): KnownBlock[] {
  const stake = stakeLine(picture);
  const text = lines([
    shortTitle(picture),
    stake ? md`${headline(picture, 'mention')} · ${stake}` : headline(picture, 'mention'),
    shortStateLine(picture),
  ]);
  const mayNudge = picture.owed && picture.answers?.id !== viewerId;
  return mayNudge
    ? [section(text), actions(actionsId(picture), openButton(picture), nudgeButton(picture))]
    : [section(text, { accessory: openButton(picture) })];
}

function stakeLine({ account: { arr, currency, renewalOn } }: RiskPicture): Markup | null {
  const parts = [
    ...(arr === null ? [] : [`ARR ${formatMoney(arr, currency ?? '')}`]),
    ...(renewalOn ? [`Renewal ${day(renewalOn)}`] : []),
  ];
  return parts.length > 0 ? dotted(parts) : null;
}
