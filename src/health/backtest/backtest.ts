import type { CsvTable, RejectedRow } from '../../platform/csv/csv.ts';
import { closest } from '../../platform/text.ts';
import { DAY_MS, daysBetween } from '../../time/day.ts';
import type { HealthConfig } from '../config.ts';
import type { Observation } from '../score.ts';
import { type Episode, replayAccount, thresholdEpisodes } from './replay.ts';

/** One customer's past. */
export interface AccountHistory {
  account: string;
  csm: string;
  observations: Observation[];
  /** When the customer left; null: they stayed. */
  churnedAt: Date | null;
}

/** How well alerts foresaw who left. Shares are 0–1, null where there is nothing to share. */
export interface Figures {
  alerts: number;
  byRule: Record<string, number>;
  alertsPerCsmMonth: number;
  alertsPerAccountMonth: number;
  churns: number;
  /** Churns of which somebody was told between 270 and 60 days before. */
  seen: number;
  recall: number | null;
  /** Of those seen, days from the first such alert to the churn. */
  medianLeadDays: number | null;
  /** Alerts that no churn followed within 270 days. */
  falseAlarms: number;
  falseAlarmShare: number | null;
}

export interface Backtest {
  accounts: number;
  csms: number;
  from: Date;
  to: Date;
  /** Account-months that were watched. */
  months: number;
  baton: Figures;
  /** Each plain threshold on the same score, fired once per crossing. */
  thresholds: { threshold: number; figures: Figures }[];
  /** The plain threshold with the fewest alerts among those that see at least as many churns; null: none does. */
  best: { threshold: number; figures: Figures } | null;
}

const MONTH_MS = 30.4375 * DAY_MS;
/** Sixty days leave time to do something about it. */
const AHEAD_DAYS = 60;
/** An alert longer ago than this speaks of something else. */
const WITHIN_DAYS = 270;

/** Replays histories through this configuration, and through plain thresholds on the same score. */
export function backtest(histories: readonly AccountHistory[], config: HealthConfig): Backtest {
  const instants = histories.flatMap(({ observations }) =>
    observations.map(({ observedAt }) => observedAt.getTime()),
  );
  const from = new Date(instants.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY));
  const to = new Date(instants.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) + 1);
  const replays = histories.map((history) => ({
    history,
    ...replayAccount(history.observations, config, history.churnedAt ?? to),
  }));
  const months = histories.reduce((sum, history) => sum + watchedMs(history, to), 0) / MONTH_MS;
  const csms = new Set(histories.map(({ csm }) => csm)).size;
  const span = (to.getTime() - from.getTime()) / MONTH_MS;
  const figures = (episodesOf: (replay: (typeof replays)[number]) => Episode[]) =>
    figuresOf(
      replays.map((replay) => ({ history: replay.history, episodes: episodesOf(replay) })),
      months,
      csms * span,
    );
  const baton = figures(({ episodes }) => episodes);
  const thresholds = Array.from({ length: 81 }, (_, index) => index + 15).map((threshold) => ({
    threshold,
    figures: figures(({ scores }) => thresholdEpisodes(scores, threshold)),
  }));
  const asGood = thresholds.filter(({ figures: { seen } }) => seen >= baton.seen);
  const best = asGood.toSorted((a, b) => a.figures.alerts - b.figures.alerts)[0] ?? null;
  return { accounts: histories.length, csms, from, to, months, baton, thresholds, best };
}

function figuresOf(
  raised: readonly { history: AccountHistory; episodes: Episode[] }[],
  accountMonths: number,
  csmMonths: number,
): Figures {
  const alerts = raised.flatMap(({ history, episodes }) => episodes.map((episode) => ({ history, episode })));
  const churned = raised.filter(({ history }) => history.churnedAt !== null);
  const leads = churned.flatMap(({ history: { churnedAt }, episodes }) => {
    const foreseen = churnedAt && episodes.find((episode) => wasAhead(episode, churnedAt));
    return foreseen && churnedAt ? [daysBetween(foreseen.from, churnedAt)] : [];
  });
  const falseAlarms = alerts.filter(({ history: { churnedAt }, episode }) => {
    if (churnedAt === null) return true;
    return daysBetween(episode.from, churnedAt) > WITHIN_DAYS;
  }).length;
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : null);
  return {
    alerts: alerts.length,
    byRule: countBy(alerts.map(({ episode }) => episode.rule)),
    alertsPerCsmMonth: csmMonths > 0 ? alerts.length / csmMonths : 0,
    alertsPerAccountMonth: accountMonths > 0 ? alerts.length / accountMonths : 0,
    churns: churned.length,
    seen: leads.length,
    recall: share(leads.length, churned.length),
    medianLeadDays: median(leads),
    falseAlarms,
    falseAlarmShare: share(falseAlarms, alerts.length),
  };
}

/** It was raised between 270 and 60 days before. */
function wasAhead({ from }: Episode, churnedAt: Date): boolean {
  const ahead = daysBetween(from, churnedAt);
  return ahead >= AHEAD_DAYS && ahead <= WITHIN_DAYS;
}

function watchedMs({ observations, churnedAt }: AccountHistory, end: Date): number {
  const first = observations.reduce(
    (least, { observedAt }) => Math.min(least, observedAt.getTime()),
    end.getTime(),
  );
  return Math.max(0, (churnedAt ?? end).getTime() - first);
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

export const HISTORY_COLUMNS = ['account', 'csm', 'type', 'value', 'observed_at'] as const;

/** The type of the row that says when a customer left. */
const CHURNED = 'churned';

/**
 * Histories from a file: a row for each observation, and one of the type `churned` for each customer who left. Rows
 * that cannot be read are answered with a reason.
 */
export function readHistory(
  table: CsvTable,
  config: HealthConfig,
): { histories: AccountHistory[]; rejected: RejectedRow[] } {
  const byAccount = new Map<string, AccountHistory>();
  const rejected = [...table.rejected];
  for (const { line, cells, raw } of table.rows) {
    const reason = take(cells, byAccount, config);
    if (reason !== null) rejected.push({ line, reason, raw });
  }
  return {
    histories: [...byAccount.values()].filter(({ observations }) => observations.length > 0),
    rejected,
  };
}

/** Null, or why the row cannot be taken. */
function take(
  cells: Readonly<Record<string, string>>,
  byAccount: Map<string, AccountHistory>,
  config: HealthConfig,
): string | null {
  const { account = '', csm = '', type = '', value = '', observed_at: at = '' } = cells;
  if (account === '') return 'account is empty';
  const observedAt = new Date(at);
  if (at === '' || Number.isNaN(observedAt.getTime())) return 'observed_at is not a date such as 2026-03-01';
  const history = byAccount.get(account) ?? { account, csm, observations: [], churnedAt: null };
  byAccount.set(account, history);
  if (type === CHURNED) {
    history.churnedAt = observedAt;
    return null;
  }
  if (!Object.hasOwn(config.types, type)) {
    const near = closest(type, Object.keys(config.types));
    return `type "${type}" is unknown${near ? `; did you mean ${near}?` : ''}`;
  }
  const raw = Number(value);
  if (value === '' || !Number.isFinite(raw)) return `value "${value}" is not a number`;
  history.observations.push({ type, value: raw, observedAt });
  return null;
}
