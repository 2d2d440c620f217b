import type { KnownBlock } from '@slack/types';
import { BAND_WORDS, isLow } from '../../src/health/bands.ts';
import type { RiskDetails, RiskEntry } from '../../src/risks/read/details.ts';
import { actionsId } from '../cases/controls.ts';
import { latestBlocks } from '../cases/history.ts';
import { askLine, nudgedLine, snoozedLine, undoneLine } from '../cases/words.ts';
import { reasonText } from '../health/words.ts';
import { actions, type Message, message, pageBlocks, section } from '../kit/blocks.ts';
import { quoted } from '../kit/long-text.ts';
import { bold, dotted, lines, listed, type Markup, md, type Naming } from '../kit/text.ts';
import { RISK_ACTIONS } from './ids.ts';
import { bodyBlocks, evidenceLine, stakeLine } from './parts/body.ts';
import {
  ANYTHING,
  ASKS,
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
  heardAbout,
  heardTitle,
  shortStateLine,
  shortTitle,
  stateLine,
  youStandIn,
} from './parts/naming.ts';
import { reasonLine } from './parts/words.ts';

/** The card in the shared channel, updated in place. It mentions nobody: whoever is asked has a message of their own. */
export function riskCard(risk: RiskDetails): Message {
  return message(md`${heardTitle(risk)}: ${headline(risk, 'text')}. ${stateLine(risk, 'text')}`, [
    ...bodyBlocks(risk, 'text'),
    actionBlock(risk, ANYTHING),
  ]);
}

/** One member who reads it. */
export interface RiskReader {
  memberId: string;
  may: May;
}

/** The answer to `/risk R-7`. `history` is the latest of it, the latest first. */
export function riskMessage(
  risk: RiskDetails,
  history: readonly RiskEntry[],
  { memberId, may }: RiskReader,
): Message {
  const naming = (as: 'mention' | 'text') => ({ reader: memberId, as });
  return message(md`${heardTitle(risk)}: ${stateLine(risk, naming('text'))}`, [
    ...bodyBlocks(risk, naming('mention')),
    ...latestBlocks(history, (entry) => riskEntryLine(entry, risk, 'text')),
    actionBlock(risk, may),
  ]);
}

/** The DM to whoever is to take it: the owner, who covers for them, or who has to find one. Later, what became of it. */
export function riskRequestMessage(
  risk: RiskDetails,
  { memberId, isAsked, may }: RiskReader & { isAsked: boolean },
): Message {
  const naming = (as: 'mention' | 'text') => ({ reader: memberId, as });
  const ask = isAsked && risk.clock === 'claim' ? askOf(risk) : null;
  const actions = actionBlock(risk, may);
  if (!ask)
    return message(md`${heardTitle(risk)}: ${stateLine(risk, naming('text'))}`, [
      ...bodyBlocks(risk, naming('mention')),
      actions,
    ]);
  const slips = risk.rule === 'slide' || risk.slide ? 'is sliding' : 'is slipping';
  const is = isLow(risk.severity) ? `is ${BAND_WORDS[risk.severity]}` : slips;
  const because = youStandIn(risk, memberId) ?? unowned(risk);
  const first = md`${boldTitle(risk)} ${is}. *${ask.line}*`;
  return message(md`${heardTitle(risk)} ${is}: ${heardWhy(risk)}. ${ask.line}`, [
    ...bodyBlocks(risk, naming('mention'), because ? [first, because] : [first]),
    actions,
  ]);
}

const REASON_HEARD = 20;

/** As a lock screen has room for it: the strongest reason, else how it came about. */
function heardWhy(risk: RiskDetails): Markup {
  const [reason] = risk.reasons;
  return reason && risk.rule !== 'flagged' ? md`${reasonText(reason, REASON_HEARD)}` : headline(risk, 'text');
}

function unowned({ owner }: RiskDetails): Markup | null {
  return owner ? null : md`This account has no owner, so it comes to you.`;
}

const WORDS_SHOWN = 700;
const REASONS_SHOWN = 3;
/** What tells of a score tells why; what closes a risk does not. */
const WITH_REASONS = ['reopened', 'worsened', 'recovering'];

/**
 * A reply in the thread of a card or a DM: what happened, with the words that were said. Mentions nobody. `alone`:
 * a message of its own, which says of which risk.
 */
export function riskEventMessage(entry: RiskEntry, risk: RiskDetails, alone = false): Message {
  const line = riskEntryLine(entry, risk, 'text');
  const reasons = WITH_REASONS.includes(entry.action) ? (entry.change?.reasons ?? []) : [];
  const evidence = entry.data['evidence'];
  return message(md`${heardTitle(risk)}: ${line}`, [
    section(
      lines([
        ...(alone ? [boldTitle(risk)] : []),
        line,
        ...(entry.words ? [quoted(entry.words, WORDS_SHOWN)] : []),
        ...reasons.slice(0, REASONS_SHOWN).map((reason) => md`• ${reasonLine(reason)}`),
        ...(entry.action === 'noted' && typeof evidence === 'string' ? [evidenceLine(evidence)] : []),
      ]),
      alone ? { accessory: openButton(risk) } : {},
    ),
  ]);
}

export type RiskActed = 'claimed' | 'snoozed' | 'nudged' | 'undone';

/** To whoever clicked, alone: that it is done, and what comes next. Names no account. */
export function riskActedMessage(acted: RiskActed, risk: RiskDetails): Message {
  const line = lineOf(acted, risk, 'mention');
  const isNext = acted === 'claimed' && risk.clock === 'plan';
  return message(lineOf(acted, risk, 'text'), [
    section(line),
    ...(isNext ? [actions(actionsId(risk), planButton(risk, 'primary'))] : []),
  ]);
}

function lineOf(
  acted: RiskActed,
  { name, answers, clock, limitAt, isLate, snoozedUntil }: RiskDetails,
  naming: Naming,
): Markup {
  if (acted === 'undone') return undoneLine(name);
  if (acted === 'nudged') return nudgedLine(name, answers, naming);
  if (acted === 'snoozed') return snoozedLine(name, snoozedUntil);
  return clock === 'plan'
    ? md`You’ve got ${name}. ${askLine(ASKS.plan, limitAt, isLate)}`
    : md`You’ve got ${name}.`;
}

export interface RiskList {
  which: 'mine' | 'all';
  /** One page, at most ten. */
  items: readonly RiskDetails[];
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
  mine: md`No open risk is yours. To flag an account, type \`/risk\` and its name.`,
  all: md`No risk is open. To flag an account, type \`/risk\` and its name.`,
};
const NO_MORE = md`There are no more.`;

/** The answer to `/risk mine` and `/risk list`, worst first. Only the reader sees it, so that its mentions call nobody. */
export function riskListMessage({ which, items, page, next, total, viewerId }: RiskList): Message {
  const turn = pageBlocks(RISK_ACTIONS.listPage, (text) => `${text}: ${HEADLINES[which]}`, [
    next === null ? null : { block: 'page', text: 'More', value: `${which}:${next}` },
    page > 0 ? { block: 'first', text: 'Back to the first', value: `${which}:0` } : null,
  ]);
  if (items.length === 0) {
    const line = page > 0 ? NO_MORE : EMPTY[which];
    return message(line, [section(line), ...turn]);
  }
  const title = `${HEADLINES[which]} (${total.toLocaleString('en-US')})`;
  return message(md`${title}: ${listed(items.map(heardAbout))}`, [
    section(bold(title)),
    ...items.flatMap((one) => itemBlocks(one, viewerId)),
    ...turn,
  ]);
}

/** What waits for somebody else can be asked for, beside being opened. */
function itemBlocks(risk: RiskDetails, viewerId: string): KnownBlock[] {
  const naming = { reader: viewerId, as: 'mention' } as const;
  const text = lines([
    shortTitle(risk),
    dotted([headline(risk, naming), stakeLine(risk.account)]),
    shortStateLine(risk, naming),
  ]);
  const mayNudge = risk.owed && risk.answers?.id !== viewerId;
  return mayNudge
    ? [section(text), actions(actionsId(risk), openButton(risk), nudgeButton(risk))]
    : [section(text, { accessory: openButton(risk) })];
}
