import { daysBetween, plusDays } from '../../time/day.ts';
import { type Around, isTold, outcomeOf } from '../alert.ts';
import { cutsFor, type HealthConfig } from '../config.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { type HealthState, NEVER_EVALUATED, type Rule } from '../health-state.ts';
import type { Basis } from '../reasons.ts';
import type { Observation } from '../score.ts';

/** From when an alert was raised until it was over; null: it still stood at the end. */
export interface Episode {
  rule: Rule | 'threshold';
  from: Date;
  to: Date | null;
}

/** What would have been raised of one account. */
export interface Replay {
  episodes: Episode[];
  /** The score after each instant at which something was observed or expired. */
  scores: { at: Date; value: number | null }[];
}

/** People are done with a risk after this long: one that nobody closed would hide what comes after it. */
const SAVED_AFTER_DAYS = 45;

/**
 * Plays the observations of one account, in the order in which they were made, through the same steps that Baton
 * takes, until `end`. Alerts are on, and a risk ends when the score has recovered, else after 45 days.
 */
export function replayAccount(observations: readonly Observation[], config: HealthConfig, end: Date): Replay {
  const ahead = observations.toSorted((a, b) => a.observedAt.getTime() - b.observedAt.getTime());
  const latest = new Map<string, Observation>();
  const days: { at: number; basis: Basis }[] = [];
  const replay: Replay = { episodes: [], scores: [] };
  let state: HealthState = NEVER_EVALUATED;
  let dueAt: Date | null = null;
  let open = null as Around['open'];
  let resolved = null as Around['resolved'];

  for (let next = 0; ; ) {
    const observedAt = ahead[next]?.observedAt ?? null;
    const now: Date | null = observedAt && (!dueAt || observedAt <= dueAt) ? observedAt : dueAt;
    if (now === null || now >= end) break;
    const before = next;
    for (let one = ahead[next]; one && one.observedAt <= now; one = ahead[++next]) latest.set(one.type, one);
    while (days[1] && days[1].at <= plusDays(now, -config.fall.days).getTime()) days.shift();
    const opened = replay.episodes.at(-1);
    if (open && opened && daysBetween(opened.from, now) >= SAVED_AFTER_DAYS) {
      resolved = {
        at: plusDays(opened.from, SAVED_AFTER_DAYS),
        outcome: 'saved',
        verdict: null,
      };
      open = null;
      opened.to = resolved.at;
    }
    const past = days[0]?.basis ?? null;
    const step = evaluate(state, {
      observations: [...latest.values()],
      hasNews: next > before,
      config,
      cuts: cutsFor(config, 'adopt'),
      now,
      past,
      overrideUntil: null,
    });
    for (const change of step.changes) {
      const outcome = outcomeOf(change, state, { enabled: true, byBands: true, open, resolved }, config, now);
      if (isTold(outcome))
        Object.assign(step.state, { alertedAt: now, alertedBand: change.toBand, alertedScore: change.score });
      if (outcome === 'opened' || outcome === 'reopened') {
        open = { flagged: false, severity: change.toBand, rule: change.rule };
        replay.episodes.push({ rule: change.rule, from: now, to: null });
      } else if (outcome === 'news' && open && change.rule !== 'recovered')
        open = { ...open, severity: change.toBand };
      else if (outcome === 'closed') {
        resolved = { at: now, outcome: 'recovered', verdict: null };
        open = null;
        Object.assign(replay.episodes.at(-1) ?? {}, { to: now });
      }
    }
    state = step.state;
    dueAt = step.dueAt;
    replay.scores.push({ at: now, value: step.score.value });
    if (step.score.known && step.score.value !== null) {
      const values = Object.fromEntries([...latest.values()].map(({ type, value }) => [type, value]));
      days.push({ at: now.getTime(), basis: { score: step.score.value, values } });
    }
  }
  return replay;
}

/** What a plain threshold would have raised: once each time the score comes below it, until it is back. */
export function thresholdEpisodes(scores: Replay['scores'], threshold: number): Episode[] {
  const episodes: Episode[] = [];
  let below: boolean | null = null;
  for (const { at, value } of scores) {
    if (value === null) continue;
    const was: boolean | null = below;
    below = value < threshold;
    // Where it begins below, it has not crossed.
    if (below && was === false) episodes.push({ rule: 'threshold', from: at, to: null });
    else if (!below && was) Object.assign(episodes.at(-1) ?? {}, { to: at });
  }
  return episodes;
}
