import { plusDays } from '../time/day.ts';
import { type Band, type Cuts, isLow, isWorse } from './bands.ts';
import type { HealthConfig } from './config.ts';
import type { ExpectedUntil } from './expected.ts';
import type { Basis, Reason } from './reasons.ts';
import type { Observation, Score } from './score.ts';
import type { SlideFacts } from './slides/facts.ts';

/** How an account stood after its latest evaluation. */
export interface HealthState {
  known: boolean;
  /** The latest known; null before the first. */
  band: Band | null;
  bandSince: Date | null;
  basis: Basis | null;
  candidate: Band | null;
  candidateSince: Date | null;
  fallSince: Date | null;
  exceptions: readonly string[];
  /** The latest change that was told, or would have been. */
  alertedAt: Date | null;
  alertedBand: Band | null;
  alertedScore: number | null;
  configVersion: number;
}

export const NEVER_EVALUATED: HealthState = {
  known: false,
  band: null,
  bandSince: null,
  basis: null,
  candidate: null,
  candidateSince: null,
  fallSince: null,
  exceptions: [],
  alertedAt: null,
  alertedBand: null,
  alertedScore: null,
  configVersion: 0,
};

export interface Seen {
  /** The latest of each type. */
  observations: readonly Observation[];
  /** Something was observed since the latest evaluation: nothing else begins a change. */
  hasNews: boolean;
  config: HealthConfig;
  cuts: Cuts;
  now: Date;
  /** How it stood `fall.days` ago; null: nothing is known of then. */
  past: Basis | null;
  /** A person's word holds until then. */
  overrideUntil: Date | null;
  /** What was observed of these types before then makes no exception that is told. */
  expected: ExpectedUntil;
}

/** slid_back: a slide is over. */
export type Rule = 'worsened' | 'fell' | 'exception' | 'recovered' | 'rules' | 'slide' | 'slid_back';

export interface Change {
  rule: Rule;
  fromBand: Band | null;
  toBand: Band;
  scoreBefore: number | null;
  score: number;
  reasons: Reason[];
  /** Of a slide: score and scoreBefore are its recent and its usual level. */
  slide?: SlideFacts;
}

export interface Evaluation {
  state: HealthState;
  score: Score;
  changes: Change[];
  /** What was observed is to be weighed again at the next evaluation. */
  newsLeft: boolean;
  /** When something may be different without a new signal; null: never. */
  dueAt: Date | null;
}

/** Days that a score must point to another band before that band follows. */
export const dwellDays = (from: Band, to: Band, config: HealthConfig): number =>
  isWorse(to, from) ? config.worsenDays : config.recoverDays;

/** When the band follows what it points to, if that lasts; null: it points to no other. */
export function followsOn(
  { band, candidate, candidateSince }: Pick<HealthState, 'band' | 'candidate' | 'candidateSince'>,
  config: HealthConfig,
): Date | null {
  return band && candidate && candidateSince
    ? plusDays(candidateSince, dwellDays(band, candidate, config))
    : null;
}

/** Somebody should hear of it. A band that is only `watch` is for the digest. */
export function isAlert(change: Change): boolean {
  if (change.rule === 'worsened') return isLow(change.toBand);
  return change.rule === 'fell' || change.rule === 'exception' || change.rule === 'slide';
}
