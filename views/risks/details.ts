import type { KnownBlock, ModalView } from '@slack/types';
import type { HandoffDetails } from '../../src/handoffs/read/details.ts';
import { BAND_WORDS } from '../../src/health/bands.ts';
import { overrideOf } from '../../src/health/override.ts';
import { contributions, type Explained } from '../../src/health/read/explain.ts';
import { type Part, type Score, scoreOf } from '../../src/health/score.ts';
import { whyBand } from '../../src/health/why-band.ts';
import type { RiskDetails, RiskEntry } from '../../src/risks/read/details.ts';
import { actionsId } from '../cases/controls.ts';
import { type HistoryPage, historyModal } from '../cases/history.ts';
import { stateLine as handoffState, shortTitle as handoffTitle } from '../handoffs/parts/naming.ts';
import { expectedLines, whole, whyBandLine } from '../health/words.ts';
import { actions, context, header, type Message, message, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { lastDay } from '../kit/dates.ts';
import { fullRows, quoted } from '../kit/long-text.ts';
import { bold, lines, listed, type Markup, md, plural } from '../kit/text.ts';
import { encodeRiskState, RISK_ACTIONS, RISK_CALLBACKS } from './ids.ts';
import { showDetailsButton, showHistoryButton, signalsButton } from './parts/buttons.ts';
import { riskEntryLine } from './parts/entry-line.ts';
import { boldTitle, heardTitle, titleOf } from './parts/naming.ts';
import { ageOf, amount, tenths } from './parts/words.ts';

export interface RiskWindow {
  risk: RiskDetails;
  /** Null: nothing was ever observed of this account. */
  explained: Explained | null;
  /** Open ones of the account, those the reader may see. */
  handoffs: readonly HandoffDetails[];
  /** As sales was told when they bought; null where no handoff says it. */
  why: string | null;
}

/** As much as one message may hold with the longest of labels. */
const IN_MESSAGE = { handoffs: 2, words: 250 };
const IN_MODAL = { handoffs: 10, words: 1_500 };
const LABEL_SHOWN = 30;
const NAMED = 3;
const COSTS_SHOWN = 5;
/** Points of the score: less is rounding. */
const SEEN = 0.05;
type Room = typeof IN_MESSAGE;

/** To one reader alone: how the score comes about, and what else is known. */
export function detailsMessage(details: RiskWindow): Message {
  const { risk, explained } = details;
  return message(md`${heardTitle(risk)}: ${explained ? standing(explained) : NOTHING_SEEN}`, [
    section(boldTitle(risk)),
    ...detailBlocks(details, IN_MESSAGE),
    ...(explained ? [actions(actionsId(risk), signalsButton(risk))] : []),
  ]);
}

export function detailsView(details: RiskWindow): ModalView {
  const { risk, explained } = details;
  return modal({
    callback: RISK_CALLBACKS.details,
    title: 'Details',
    close: 'Done',
    metadata: encodeRiskState({ id: risk.id, v: risk.version }),
    blocks: [
      section(boldTitle(risk)),
      ...detailBlocks(details, IN_MODAL),
      actions(actionsId(risk), ...(explained ? [signalsButton(risk)] : []), showHistoryButton(risk)),
    ],
  });
}

const NOTHING_SEEN = md`No signals of this account yet.`;

function detailBlocks({ explained, handoffs, why }: RiskWindow, room: Room): KnownBlock[] {
  return [
    ...(explained ? scoreBlocks(explained) : [section(NOTHING_SEEN)]),
    ...handoffBlocks(handoffs, room),
    ...(why ? [section(lines([bold('Why they bought'), quoted(why, room.words)]))] : []),
  ];
}

interface Scored {
  explained: Explained;
  score: Score;
  /** The costliest first. */
  fresh: Part[];
  stale: Part[];
  label: (type: string) => string;
  /** Points of 100 that a part takes, and the most that it could. */
  cost: (part: Part) => number;
  most: (part: Part) => number;
}

function scored(explained: Explained): Scored {
  const { config, now, signals } = explained;
  const score = scoreOf(signals, config, now);
  const weight = score.parts.filter(({ fresh }) => fresh).reduce((sum, part) => sum + part.weight, 0);
  const most = (part: Part) => (weight > 0 ? (part.weight / weight) * 100 : 0);
  const cost = (part: Part) => (most(part) * (100 - part.normalised)) / 100;
  const parts = score.parts.toSorted((a, b) => cost(b) - cost(a) || (a.type < b.type ? -1 : 1));
  const label = (type: string) => clip(config.types[type]?.label ?? type, LABEL_SHOWN);
  const [fresh, stale] = [parts.filter((part) => part.fresh), parts.filter((part) => !part.fresh)];
  return { explained, score, fresh, stale, label, cost, most };
}

/** The answer, what takes most from the score, and how much of it is known. */
function scoreBlocks(explained: Explained): KnownBlock[] {
  const all = scored(explained);
  const { fresh, stale, label, cost } = all;
  const costly = fresh.filter((part) => cost(part) > SEEN).slice(0, COSTS_SHOWN);
  const outOfDate = named(stale.map(({ type }) => label(type)));
  const counted = `${fresh.length} of ${plural(fresh.length + stale.length, 'signal', 'signals')} up to date`;
  return [
    section(standing(explained)),
    ...(costly.length > 0
      ? [header('What costs the most'), section(lines(costly.map((part) => md`• ${costLine(part, all)}`)))]
      : []),
    ...(explained.expected.length > 0 ? [section(lines(expectedLines(explained.expected)))] : []),
    context(stale.length > 0 ? md`${counted}; ${stale.length} out of date: ${outOfDate}.` : md`${counted}.`),
  ];
}

/** 'Usage depth 0%: costs 17.6 points (today)' */
function costLine(part: Part, { label, cost, explained }: Scored): Markup {
  const points = tenths(cost(part));
  return md`${label(part.type)}${valueText(part, explained)}: costs ${points} ${points === '1.0' ? 'point' : 'points'} (${ageOf(part.observedAt)})`;
}

/** ' 41%'; what either is or is not has no unit, and its label says that it is. */
function valueText({ type, value }: Part, { config }: Explained): string {
  const unit = config.types[type]?.unit ?? '';
  return unit === '' && value === 1 ? '' : ` ${amount(value, unit)}`;
}

/** 'Score 20 of 100: critical. Held down by: Notice given.' */
function standing(explained: Explained): Markup {
  const { score, label } = scored(explained);
  const { account, config, health, now, overrideBy } = explained;
  if (score.value === null) return md`${bold('No score.')} No signal is up to date.`;
  const value = `Score ${whole(score.value)} of 100`;
  if (!score.known) return md`${bold(`${value}.`)} Too few signals for a band.`;
  const held = heldDown(score, label);
  const override = health && overrideOf(health, now);
  if (override && health?.overrideUntil) {
    const who = overrideBy === null ? '' : ` by ${overrideBy}`;
    return md`${bold(`${value}, set to ${BAND_WORDS[override]}${who}`)} until ${lastDay(health.overrideUntil)}.${held}`;
  }
  if (!health?.band) return md`${bold(`${value}.`)} Its band follows in a few minutes.${held}`;
  const why = whyBand(health, { config, stage: account.stage, now }, score.value);
  const until = why ? md` ${whyBandLine(why)}` : md``;
  return md`${bold(`${value}: ${BAND_WORDS[health.band]}.`)}${until}${held}`;
}

function heldDown({ mean, caps }: Score, label: (type: string) => string): Markup {
  const [lowest] = caps;
  if (!lowest || mean === null || mean <= lowest.cap) return md``;
  return md` Held down by: ${named(caps.map(({ type }) => label(type)))}.`;
}

function named(labels: readonly string[]): string {
  const more = labels.length - NAMED;
  return listed(more > 0 ? [...labels.slice(0, NAMED), `${more} more`] : labels);
}

function handoffBlocks(handoffs: readonly HandoffDetails[], room: Room): KnownBlock[] {
  const rows = handoffs
    .slice(0, room.handoffs)
    .map((handoff) => md`${handoffTitle(handoff)}: ${handoffState(handoff, 'text')}`);
  return fullRows('Open handoffs', rows);
}

/** As many as three sections of each hold with the longest of labels. */
const SIGNALS_SHOWN = 60;

/** Every signal with what it adds to the score. */
export function riskSignalsView({ risk, explained }: Pick<RiskWindow, 'risk' | 'explained'>): ModalView {
  return modal({
    callback: RISK_CALLBACKS.signals,
    title: 'All signals',
    close: 'Done',
    metadata: encodeRiskState({ id: risk.id, v: risk.version }),
    blocks: [
      section(boldTitle(risk)),
      ...(explained ? signalBlocks(explained) : [section(NOTHING_SEEN)]),
      actions(actionsId(risk), showDetailsButton(risk), showHistoryButton(risk)),
    ],
  });
}

function signalBlocks(explained: Explained): KnownBlock[] {
  const { score, fresh, stale, label, most } = scored(explained);
  const points = contributions(score);
  const counting = fresh.slice(0, SIGNALS_SHOWN);
  const old = stale.slice(0, SIGNALS_SHOWN - counting.length);
  const more = fresh.length + stale.length - counting.length - old.length;
  const said = (part: Part) => md`${label(part.type)}${valueText(part, explained)}`;
  return [
    section(lines([standing(explained), ...arithmetic(score)])),
    ...fullRows(
      'Up to date',
      counting.map((part) =>
        part.weight === 0
          ? md`${said(part)} (${ageOf(part.observedAt)})`
          : md`${said(part)}: ${tenths((points.get(part.type) ?? 0) / 10)} of ${tenths(most(part))} points (${ageOf(part.observedAt)})`,
      ),
    ),
    ...fullRows(
      'Out of date, not counted',
      old.map((part) => md`${said(part)} (${ageOf(part.observedAt)})`),
    ),
    ...(more > 0 ? [context(md`${more} more`)] : []),
  ];
}

function arithmetic({ mean, confidence, caps }: Score): Markup[] {
  const [lowest] = caps;
  const share = `${Math.floor(confidence * 100)}% of the weight is up to date.`;
  if (mean === null) return [md`${share}`];
  const sum = `The points add up to ${tenths(mean)}`;
  return [
    lowest && mean > lowest.cap
      ? md`${sum}, but the score is held at ${tenths(lowest.cap)}. ${share}`
      : md`${sum}. ${share}`,
  ];
}

/** Every change, with who, when and the words that were said. */
export function riskHistoryView(risk: RiskDetails, page: HistoryPage<RiskEntry>): ModalView {
  const { id, name, version } = risk;
  return historyModal({ id, name, title: titleOf(risk) }, page, {
    callback: RISK_CALLBACKS.history,
    turn: RISK_ACTIONS.historyPage,
    metadata: encodeRiskState({ id, v: version }),
    line: (entry) => riskEntryLine(entry, risk, 'mention'),
    below: [actionsId(risk), showDetailsButton(risk)],
  });
}
