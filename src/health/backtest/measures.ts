import { DAY_MS } from '../../time/day.ts';
import type { Replay } from './replay.ts';
import type { Episode } from './told.ts';

// What each figure says is written here, and in docs/backtest.md for whoever reads a table.

/** How well alerts foresaw who left. Shares are 0–1, null where there is nothing to share. */
export interface Figures {
  alerts: number;
  /** By 'slide' or the type of an exception. */
  byReason: Record<string, number>;
  perAccountMonth: number;
  /** A week, for a CSM with 60 accounts. */
  perCsmWeek: number;
  churns: number;
  /** Of those who left, of whom somebody was told between 270 and 60 days before. */
  seen: number;
  recall: number | null;
  /**
   * The same share of those who stayed, had they left after as long a time as those who left: the mean over each who
   * stayed with each such time that fits into what is known of them. Recall that is no higher is luck.
   */
  chance: number | null;
  /** As recall, by alerts that came after the true slide had begun. Null: nothing is known of that. */
  recallAfterBegan: number | null;
  /** Of those seen, days from the first such alert to the day they left. */
  medianLeadDays: number | null;
  /** Share of the alerts after which the customer left within 270 days. */
  endedInLeaving: number | null;
  /** Share of the alerts that neither this is true of nor came in a slide that was saved. Null: as for the slides. */
  falseAlarms: number | null;
  /** Share of the alerts that are false and came in a dip, or within three weeks after it. */
  inDips: number | null;
}

/** Whom a list had on it. */
export interface OnList {
  /** Share of those who left who were on it 60 days before. */
  ahead: number | null;
  /** Share of their time that those who stayed are on it. */
  stayers: number | null;
}

/** A plain threshold. */
export interface Rival {
  threshold: number;
  alerts: number;
  seen: number;
}

const MONTH_DAYS = 30.4375;
const CSM_ACCOUNTS = 60;
/** Sixty days leave time to do something about it. */
const AHEAD_DAYS = 60;
/** An alert longer ago than this speaks of something else. */
const WITHIN_DAYS = 270;
const AFTER_DIP_DAYS = 21;
const THRESHOLDS = { from: 15, to: 95 };

type Which = 'cards' | 'list';

export function monthsOf(replays: readonly Replay[]): number {
  return replays.reduce((sum, { from, to }) => sum + Math.max(0, days(from, to)), 0) / MONTH_DAYS;
}

export function figuresOf(replays: readonly Replay[], which: Which): Figures {
  const months = monthsOf(replays);
  const alerts = replays.flatMap((replay) => replay[which].map((episode) => ({ replay, episode })));
  const churned = replays.filter(({ history }) => history.churnedAt !== null);
  const leads = churned.flatMap((replay) => firstLead(instantsOf(replay[which]), replay.to.getTime()) ?? []);
  const knowsTruth = replays.length > 0 && replays.every(({ history }) => history.truth);
  const began = churned.filter((replay) => seenAfterBegan(replay, which)).length;
  const left = alerts.filter(({ replay, episode }) => endedInLeaving(replay, episode)).length;
  const falsely = alerts.filter(({ replay, episode }) => isFalse(replay, episode));
  const dips = falsely.filter(({ replay, episode }) => isInDip(replay, episode)).length;
  const perAccountMonth = months > 0 ? alerts.length / months : 0;
  const ofAlerts = (n: number) => (alerts.length > 0 ? n / alerts.length : null);
  const ofChurns = (n: number) => (churned.length > 0 ? n / churned.length : null);
  return {
    alerts: alerts.length,
    byReason: countBy(alerts.map(({ episode }) => episode.by)),
    perAccountMonth,
    perCsmWeek: (perAccountMonth * CSM_ACCOUNTS * 7) / MONTH_DAYS,
    churns: churned.length,
    seen: leads.length,
    recall: ofChurns(leads.length),
    chance: chanceOf(replays, which),
    recallAfterBegan: knowsTruth ? ofChurns(began) : null,
    medianLeadDays: median(leads),
    endedInLeaving: ofAlerts(left),
    falseAlarms: knowsTruth ? ofAlerts(falsely.length) : null,
    inDips: knowsTruth ? ofAlerts(dips) : null,
  };
}

/** The list 60 days before customers left, against the time that others are on it. */
export function onList(replays: readonly Replay[]): OnList {
  const isOn = ({ list }: Replay, at: number) =>
    list.some(({ from, to }) => from.getTime() <= at && (to === null || to.getTime() > at));
  const left = replays.filter(({ history }) => history.churnedAt !== null);
  const stayed = replays.filter(({ history }) => history.churnedAt === null);
  const ahead = left.filter((replay) => isOn(replay, replay.to.getTime() - AHEAD_DAYS * DAY_MS)).length;
  const listed = stayed.flatMap(({ list, to }) => list.map((one) => days(one.from, one.to ?? to)));
  const whole = stayed.reduce((sum, { from, to }) => sum + days(from, to), 0);
  return {
    ahead: left.length > 0 ? ahead / left.length : null,
    stayers: whole > 0 ? listed.reduce((a, b) => a + b, 0) / whole : null,
  };
}

/** The plain threshold with the fewest alerts among those that see at least so many; null: none does. */
export function rivalOf(replays: readonly Replay[], on: 'plain' | 'smoothed', seen: number): Rival | null {
  let best: Rival | null = null;
  for (let threshold = THRESHOLDS.from; threshold <= THRESHOLDS.to; threshold++) {
    const rival = { threshold, alerts: 0, seen: 0 };
    for (const replay of replays) {
      const instants = replay[on].of(threshold);
      rival.alerts += instants.length;
      if (replay.history.churnedAt && firstLead(instants, replay.to.getTime()) !== null) rival.seen += 1;
    }
    if (rival.seen >= seen && (best === null || rival.alerts < best.alerts)) best = rival;
  }
  return best;
}

/** Days from the first alert that came between 270 and 60 days before. */
function firstLead(instants: readonly number[], leftAt: number): number | null {
  const leads = instants.map((at) => (leftAt - at) / DAY_MS);
  return leads.find((lead) => lead >= AHEAD_DAYS && lead <= WITHIN_DAYS) ?? null;
}

function chanceOf(replays: readonly Replay[], which: Which): number | null {
  const stays = replays.filter(({ history }) => history.churnedAt === null);
  const tenures = replays.flatMap(({ history, from, to }) => (history.churnedAt ? days(from, to) : []));
  let [seen, pairs] = [0, 0];
  for (const stay of stays) {
    const instants = instantsOf(stay[which]);
    for (const tenure of tenures) {
      if (tenure > days(stay.from, stay.to)) continue;
      pairs += 1;
      if (firstLead(instants, stay.from.getTime() + tenure * DAY_MS) !== null) seen += 1;
    }
  }
  return pairs > 0 ? seen / pairs : null;
}

function seenAfterBegan(replay: Replay, which: Which): boolean {
  const began = replay.history.truth?.slides.find(({ saved }) => !saved)?.from;
  if (!began) return false;
  const after = replay[which].filter(({ from }) => from >= began);
  return firstLead(instantsOf(after), replay.to.getTime()) !== null;
}

function endedInLeaving({ history, to }: Replay, { from }: Episode): boolean {
  return history.churnedAt !== null && days(from, to) <= WITHIN_DAYS;
}

function isFalse(replay: Replay, episode: Episode): boolean {
  if (endedInLeaving(replay, episode)) return false;
  const slides = replay.history.truth?.slides ?? [];
  return !slides.some(({ saved, from, to }) => saved && from <= episode.from && episode.from <= to);
}

function isInDip({ history }: Replay, episode: Episode): boolean {
  const dips = history.truth?.dips ?? [];
  return dips.some(({ from, to }) => from <= episode.from && days(to, episode.from) <= AFTER_DIP_DAYS);
}

function instantsOf(episodes: readonly Episode[]): number[] {
  return episodes.map(({ from }) => from.getTime());
}

function days(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / DAY_MS;
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
