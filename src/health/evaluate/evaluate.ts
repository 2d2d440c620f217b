import { daysBetween, plusDays } from '../../time/day.ts';
import { BANDS, type Band, bandOf, isWorse } from '../bands.ts';
import type { HealthConfig } from '../config.ts';
import { wasExpected } from '../expected.ts';
import {
  type Change,
  dwellDays,
  type Evaluation,
  followsOn,
  type HealthState,
  isAlert,
  type Rule,
  type Seen,
} from '../health-state.ts';
import { type Basis, normalisedThen, strongestReasons } from '../reasons.ts';
import { holds, meanOf, type Observation, type Part, scoreOf } from '../score.ts';

// Which way an account is going, told over the same signals.

const NO_CANDIDATE = { candidate: null, candidateSince: null };

/** The band that the score points to, where the same signals moved the same way since the band was set. */
function targetBand(
  band: Band,
  basis: Basis,
  value: number,
  seen: Seen,
  fresh: readonly Part[],
): Band | null {
  const moved = value - scoreThen(fresh, basis, seen.config);
  const down = bandOf(value, seen.cuts);
  if (isWorse(down, band)) return moved < 0 ? down : null;
  const up = bandOf(value - seen.config.margin, seen.cuts);
  return isWorse(band, up) && moved > 0 ? up : null;
}

/** What lasts: of a band that goes on changing, the least that was true all the while. */
function candidateAfter(
  before: HealthState,
  target: Band | null,
  { hasNews, now }: Seen,
): Pick<HealthState, 'candidate' | 'candidateSince'> {
  const { band, candidate, candidateSince } = before;
  if (target === null || band === null) return NO_CANDIDATE;
  const sameWay = candidate !== null && isWorse(candidate, band) === isWorse(target, band);
  if (!sameWay) return hasNews ? { candidate: target, candidateSince: now } : NO_CANDIDATE;
  const steps = (to: Band) => Math.abs(BANDS.indexOf(to) - BANDS.indexOf(band));
  return { candidate: steps(target) < steps(candidate) ? target : candidate, candidateSince };
}

/** The score that today's fresh signals would have made with the values of then. */
function scoreThen(fresh: readonly Part[], then: Basis, config: HealthConfig): number {
  const mean = meanOf(fresh, (part) => normalisedThen(part, then, config)) ?? then.score;
  const heldThen = fresh.flatMap(({ type }) => {
    const raw = then.values[type];
    const exception = config.types[type]?.exception;
    return raw !== undefined && exception && holds(exception, raw) ? [exception] : [];
  });
  return Math.min(mean, ...heldThen.map(({ cap }) => cap));
}

/** Since when the fall has lasted. What was told of it already is not told again. */
function fallSince(
  before: HealthState,
  value: number,
  seen: Seen,
  fresh: readonly Part[],
  overridden: boolean,
): Date | null {
  const { config, now, past } = seen;
  if (past === null || overridden) return null;
  // The score itself has fallen so far, and the same signals say so.
  if (past.score - value < config.fall.points) return null;
  const compared = fresh.filter(({ type }) => past.values[type] !== undefined);
  if (compared.length === 0) return null;
  const fallen = scoreThen(compared, past, config) - (meanOf(compared, (part) => part.normalised) ?? value);
  if (fallen < config.fall.points) return null;
  const told =
    before.alertedAt !== null &&
    before.alertedScore !== null &&
    daysBetween(before.alertedAt, now) < config.fall.days &&
    value > before.alertedScore - config.fall.points;
  if (told) return null;
  return before.fallSince ?? (seen.hasNews ? now : null);
}

/**
 * One step of an account's health. A band follows a score that has lasted: `worsenDays` down, `recoverDays` up and
 * then only `margin` above the cut. Only news begins a change, and only where the same signals say so: what merely
 * expires moves nothing. The first band, and one under changed rules, is taken at once and tells nobody.
 */
export function evaluate(before: HealthState, seen: Seen): Evaluation {
  const { config, now } = seen;
  const score = scoreOf(seen.observations, config, now);
  const fresh = score.parts.filter((part) => part.fresh);
  const overridden = seen.overrideUntil !== null && seen.overrideUntil > now;
  const firstBand = before.band === null || before.basis === null;
  const newRules = !firstBand && before.configVersion !== config.version;
  // News that cannot be weighed yet waits: for the rules to be the same, for a person's word to expire, for its hour.
  const toCome = seen.observations.filter(({ observedAt }) => observedAt > now);
  const newsLeft = seen.hasNews && (newRules || overridden || toCome.length > 0);
  const state: HealthState = { ...before, known: score.known, configVersion: config.version };
  const answer = (changes: Change[]): Evaluation => {
    const next = nextLook(state, seen, fresh, toCome);
    return { state, score, changes, newsLeft, dueAt: newRules && newsLeft ? now : next };
  };

  const changes: Change[] = [];
  const change = (rule: Rule, toBand: Band, then: Basis | null, now: number): Change => ({
    rule,
    fromBand: before.band,
    toBand,
    scoreBefore: then?.score ?? null,
    score: now,
    reasons: strongestReasons(fresh, then, config),
  });
  const silent = fresh.filter((part) => wasExpected(seen.expected, part)).map(({ type }) => type);
  const caps = score.caps.filter(({ type }) => !silent.includes(type));
  const held = caps.map(({ type }) => type);
  const news = seen.hasNews && !newRules;
  const raised = caps.filter(({ type, opensRisk }) => opensRisk && news && !before.exceptions.includes(type));
  state.exceptions = news || !seen.hasNews ? held : held.filter((type) => before.exceptions.includes(type));
  const [raisedFirst] = raised;
  if (raisedFirst) {
    // What opens a risk stands by itself, however little else is known.
    const capped = score.value ?? raisedFirst.cap;
    changes.push(change('exception', bandOf(capped, seen.cuts), before.basis, capped));
  }
  if (!score.known || score.value === null) {
    Object.assign(state, { ...NO_CANDIDATE, fallSince: null });
    return answer(changes);
  }
  const value = score.value;
  const move = (band: Band) => {
    const values = Object.fromEntries(fresh.map((part) => [part.type, part.value]));
    Object.assign(state, { band, bandSince: now, basis: { score: value, values }, ...NO_CANDIDATE });
  };

  if (before.band === null || before.basis === null) {
    move(bandOf(value, seen.cuts));
  } else if (newRules) {
    const band = bandOf(value, seen.cuts);
    if (band !== before.band) changes.push(change('rules', band, before.basis, value));
    move(band);
  } else if (overridden) {
    Object.assign(state, NO_CANDIDATE);
  } else {
    const target = targetBand(before.band, before.basis, value, seen, fresh);
    const candidate = candidateAfter(before, target, seen);
    Object.assign(state, candidate);
    if (target && candidate.candidate && candidate.candidateSince) {
      const worse = isWorse(candidate.candidate, before.band);
      const dwell = dwellDays(before.band, candidate.candidate, config);
      const hasLasted = (since: Date) => daysBetween(since, now) >= dwell;
      if (hasLasted(candidate.candidateSince)) {
        // What arrives in parts passes through the bands between: as it is now it has been since the last of them.
        const settledAt = lastOf([candidate.candidateSince, ...fresh.map(({ observedAt }) => observedAt)]);
        const to = hasLasted(settledAt) ? target : candidate.candidate;
        changes.push(change(worse ? 'worsened' : 'recovered', to, before.basis, value));
        move(to);
        if (to !== target)
          Object.assign(state, { basis: before.basis, candidate: target, candidateSince: settledAt });
      }
    }
  }

  state.fallSince = fallSince(before, value, seen, fresh, overridden);
  const lasted = state.fallSince && daysBetween(state.fallSince, now) >= config.worsenDays;
  if (changes.some((one) => isAlert(one))) state.fallSince = null;
  else if (lasted && seen.past) {
    changes.push(change('fell', state.band ?? bandOf(value, seen.cuts), seen.past, value));
    state.fallSince = null;
  }
  return answer(changes);
}

function lastOf(instants: readonly Date[]): Date {
  return new Date(Math.max(...instants.map((at) => at.getTime())));
}

function nextLook(
  state: HealthState,
  { config, now, overrideUntil }: Seen,
  fresh: readonly Part[],
  toCome: readonly Observation[],
): Date | null {
  const dwell = followsOn(state, config);
  const fall = state.fallSince && plusDays(state.fallSince, config.worsenDays);
  const instants = [...fresh.map(({ staleAt }) => staleAt), ...toCome.map(({ observedAt }) => observedAt)];
  const ahead = [...instants, dwell, fall, overrideUntil].flatMap((at) =>
    at && at > now ? at.getTime() : [],
  );
  return ahead.length > 0 ? new Date(Math.min(...ahead)) : null;
}
