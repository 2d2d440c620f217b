import type { KnownBlock } from '@slack/types';
import type { RiskDetails, RiskEntry } from '../../src/risks/read/details.ts';
import { actionsId } from '../cases/controls.ts';
import { latestBlocks } from '../cases/history.ts';
import { nudgedLine, snoozedLine, undoneLine } from '../cases/words.ts';
import { actions, type Message, message, pageBlocks, section } from '../kit/blocks.ts';
import { day, dueLabel } from '../kit/dates.ts';
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
export function riskCard(risk: RiskDetails): Message {
  return message(md`${titleOf(risk)}. ${headline(risk, 'text')}. ${stateLine(risk, 'text')}`, [
    ...bodyBlocks(risk, 'text'),
    actionBlock(risk, ANYTHING),
  ]);
}

/** The answer to `/risk R-7`. `history` is the latest of it, the latest first. */
export function riskMessage(risk: RiskDetails, history: readonly RiskEntry[], may: May): Message {
  return message(md`${titleOf(risk)}. ${stateLine(risk, 'text')}`, [
    ...bodyBlocks(risk, 'mention'),
    ...latestBlocks(history, (entry) => riskEntryLine(entry, 'text')),
    actionBlock(risk, may),
  ]);
}

/** The DM to whoever is to take it: the owner, who stands in for them, or who has to find one. Later, what became of it. */
export function riskRequestMessage(
  risk: RiskDetails,
  reader: { memberId: string; isAsked: boolean; may: May },
): Message {
  const ask = reader.isAsked && risk.clock === 'claim' ? askOf(risk, false) : null;
  const actions = actionBlock(risk, reader.may);
  if (!ask)
    return message(md`${titleOf(risk)}. ${stateLine(risk, 'text')}`, [
      ...bodyBlocks(risk, 'mention'),
      actions,
    ]);
  const why = youStandIn(risk, reader.memberId) ?? unowned(risk);
  const first = md`${boldTitle(risk)} waits for you. ${ask.line}`;
  return message(md`${titleOf(risk)} waits for you. ${headline(risk, 'text')}.`, [
    ...bodyBlocks(risk, 'mention', why ? lines([first, why]) : first),
    actions,
  ]);
}

function unowned({ owner }: RiskDetails): Markup | null {
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
export function riskEventMessage(entry: RiskEntry, risk: RiskDetails, alone = false): Message {
  const line = riskEntryLine(entry, 'text');
  const reasons = WITH_REASONS.includes(entry.action) ? (entry.change?.reasons ?? []) : [];
  const evidence = entry.data['evidence'];
  return message(md`${alone ? titleOf(risk) : risk.name}: ${line}`, [
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
  const line = lineOf(acted, risk);
  const isNext = acted === 'claimed' && risk.clock === 'plan';
  return message(line, [
    section(line),
    ...(isNext ? [actions(actionsId(risk), planButton(risk, 'primary'))] : []),
  ]);
}

function lineOf(acted: RiskActed, { name, answers, clock, limitAt, snoozedUntil }: RiskDetails): Markup {
  if (acted === 'undone') return undoneLine(name);
  if (acted === 'nudged') return nudgedLine(name, answers);
  if (acted === 'snoozed') return snoozedLine(name, snoozedUntil);
  if (clock !== 'plan') return md`${name} is yours.`;
  return md`${name} is yours. Please plan the first step.${limitAt ? md` ${dueLabel(limitAt, false)}.` : md``}`;
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
function itemBlocks(risk: RiskDetails, viewerId: string): KnownBlock[] {
  const stake = stakeLine(risk);
  const text = lines([
    shortTitle(risk),
    stake ? md`${headline(risk, 'mention')} · ${stake}` : headline(risk, 'mention'),
    shortStateLine(risk),
  ]);
  const mayNudge = risk.owed && risk.answers?.id !== viewerId;
  return mayNudge
    ? [section(text), actions(actionsId(risk), openButton(risk), nudgeButton(risk))]
    : [section(text, { accessory: openButton(risk) })];
}

function stakeLine({ account: { arr, currency, renewalOn } }: RiskDetails): Markup | null {
  const parts = [
    ...(arr === null ? [] : [`ARR ${formatMoney(arr, currency ?? '')}`]),
    ...(renewalOn ? [`Renewal ${day(renewalOn)}`] : []),
  ];
  return parts.length > 0 ? dotted(parts) : null;
}
