import { daysBetween } from '../time/day.ts';
import { BANDS, type Band, bandOf, isWorse } from './bands.ts';
import type { HealthConfig } from './config.ts';
import type { HealthState, Seen } from './health-state.ts';
import { type Basis, normalisedThen } from './reasons.ts';
import { holds, meanOf, type Part } from './score.ts';

// Which way an account is going, told over the same signals.

export const NO_CANDIDATE = { candidate: null, candidateSince: null };

/** The band that the score points to, where the same signals moved the same way since the band was set. */
export function targetBand(
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
export function candidateAfter(
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
export function scoreThen(fresh: readonly Part[], then: Basis, config: HealthConfig): number {
  const mean = meanOf(fresh, (part) => normalisedThen(part, then, config)) ?? then.score;
  const heldThen = fresh.flatMap(({ type }) => {
    const raw = then.values[type];
    const exception = config.types[type]?.exception;
    return raw !== undefined && exception && holds(exception, raw) ? [exception] : [];
  });
  return Math.min(mean, ...heldThen.map(({ cap }) => cap));
}

/** Since when the fall has lasted. What was told of it already is not told again. */
export function fallSince(
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
