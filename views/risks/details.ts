import type { KnownBlock, ModalView } from '@slack/types';
import type { HandoffDetails } from '../../src/handoffs/read/details.ts';
import { contributions, type Explained } from '../../src/health/read/explain.ts';
import { overrideOf } from '../../src/health/override.ts';
import { type Part, type Score, scoreOf } from '../../src/health/score.ts';
import type { RiskDetails, RiskEntry } from '../../src/risks/read/details.ts';
import { actionsId } from '../cases/controls.ts';
import { type HistoryPage, historyModal } from '../cases/history.ts';
import { stateLine as handoffState, shortTitle as handoffTitle } from '../handoffs/parts/naming.ts';
import { bandLabel } from '../health/words.ts';
import { actions, context, type Message, message, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { when } from '../kit/dates.ts';
import { fullRows, quoted } from '../kit/long-text.ts';
import { bold, lines, listed, type Markup, md, plural } from '../kit/text.ts';
import { encodeRiskState, RISK_ACTIONS, RISK_CALLBACKS } from './ids.ts';
import { showDetailsButton, showHistoryButton } from './parts/buttons.ts';
import { riskEntryLine } from './parts/entry-line.ts';
import { boldTitle, titleOf } from './parts/naming.ts';
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
const IN_MESSAGE = { signals: 16, handoffs: 2, words: 250 };
const IN_MODAL = { signals: 60, handoffs: 10, words: 1_500 };
const LABEL_SHOWN = 30;
const CAPS_SHOWN = 3;
type Room = typeof IN_MESSAGE;

/** To one reader alone: how the score comes about, how fresh each signal is, and what else is known. */
export function detailsMessage(details: RiskWindow): Message {
  const { risk } = details;
  return message(md`Details of ${titleOf(risk)}`, [
    section(boldTitle(risk)),
    ...detailBlocks(details, IN_MESSAGE),
  ]);
}

export function detailsView(details: RiskWindow): ModalView {
  const { risk } = details;
  return modal({
    callback: RISK_CALLBACKS.details,
    title: `Details of ${risk.name}`,
    close: 'Close',
    metadata: encodeRiskState({ id: risk.id, v: risk.version }),
    blocks: [
      section(boldTitle(risk)),
      ...detailBlocks(details, IN_MODAL),
      actions(actionsId(risk), showHistoryButton(risk)),
    ],
  });
}

function detailBlocks({ explained, handoffs, why }: RiskWindow, room: Room): KnownBlock[] {
  return [
    ...(explained ? scoreBlocks(explained, room) : [section(md`Nothing was observed of this account yet.`)]),
    ...handoffBlocks(handoffs, room),
    section(
      why
        ? lines([bold('Why they bought'), quoted(why, room.words)])
        : md`${bold('Why they bought')}: no handoff says it yet.`,
    ),
  ];
}

function scoreBlocks(explained: Explained, room: Room): KnownBlock[] {
  const { config, now, signals } = explained;
  const score = scoreOf(signals, config, now);
  const points = contributions(score);
  const fresh = score.parts.filter((part) => part.fresh);
  const weight = fresh.reduce((sum, part) => sum + part.weight, 0);
  const lost = (part: Part) =>
    part.fresh && weight > 0 ? (part.weight * (100 - part.normalised)) / weight : -1;
  const parts = score.parts.toSorted((a, b) => lost(b) - lost(a) || (a.type < b.type ? -1 : 1));
  const label = (type: string) => clip(config.types[type]?.label ?? type, LABEL_SHOWN);
  const rows = parts.slice(0, room.signals).map((part): Markup => {
    const value = amount(part.value, config.types[part.type]?.unit ?? '');
    const age = ageOf(part.observedAt);
    if (!part.fresh) return md`${label(part.type)}: ${value}, ${age}, too old to count`;
    if (part.weight === 0) return md`${label(part.type)}: ${value}, ${age}`;
    const most = (part.weight / weight) * 100;
    return md`${label(part.type)}: ${value}, ${age}, ${tenths((points.get(part.type) ?? 0) / 10)} of ${tenths(most)} points`;
  });
  const more = parts.length - rows.length;
  return [
    section(lines([standing(explained, score), ...arithmetic(score, label), confidence(score, fresh)])),
    ...fullRows('Signals', rows),
    ...(more > 0 ? [context(md`And ${plural(more, 'signal', 'signals')} more.`)] : []),
  ];
}

function standing({ health, now }: Explained, score: Score): Markup {
  if (score.value === null) return md`${bold('No score')}: nothing fresh is known.`;
  const value = `Score ${tenths(score.value)} of 100`;
  if (!score.known) return md`${bold(value)}, too little is known for a band.`;
  const override = health ? overrideOf(health, now) : null;
  if (override && health?.overrideUntil)
    return md`${bold(value)}, set to ${bandLabel(override)} by a person until ${when(health.overrideUntil)}.`;
  return md`${bold(value)}, ${health?.band ? bandLabel(health.band) : 'not evaluated yet'}.`;
}

/** What the exceptions made of the sum. */
function arithmetic({ mean, caps }: Score, label: (type: string) => string): Markup[] {
  const [lowest] = caps;
  if (!lowest || mean === null) return [];
  const why = listed(caps.slice(0, CAPS_SHOWN).map(({ type }) => label(type)));
  return mean > lowest.cap
    ? [md`The signals add up to ${tenths(mean)}, but at most ${tenths(lowest.cap)} because of: ${why}.`]
    : [md`At most ${tenths(lowest.cap)} because of: ${why}.`];
}

function confidence({ confidence, parts }: Score, fresh: readonly Part[]): Markup {
  const share = `${Math.floor(confidence * 100)}%`;
  return md`${fresh.length} of ${plural(parts.length, 'signal', 'signals')} fresh, ${share} of their weight.`;
}

function handoffBlocks(handoffs: readonly HandoffDetails[], room: Room): KnownBlock[] {
  const rows = handoffs
    .slice(0, room.handoffs)
    .map((risk) => md`${handoffTitle(risk)}: ${handoffState(risk, 'text')}`);
  return rows.length > 0 ? fullRows('Open handoffs', rows) : [section(md`${bold('Open handoffs')}: none.`)];
}

/** Every change, with who, when and the words that were said. */
export function riskHistoryView(risk: RiskDetails, page: HistoryPage<RiskEntry>): ModalView {
  const { id, name, version } = risk;
  return historyModal({ id, name, title: titleOf(risk) }, page, {
    callback: RISK_CALLBACKS.history,
    turn: RISK_ACTIONS.historyPage,
    metadata: encodeRiskState({ id, v: version }),
    line: (entry) => riskEntryLine(entry, 'mention'),
    below: [actionsId(risk), showDetailsButton(risk)],
  });
}
