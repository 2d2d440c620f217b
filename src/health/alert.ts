import type { RiskOutcome, RiskVerdict, Stage } from '../../prisma/generated/client.ts';
import { daysBetween } from '../time/day.ts';
import { type Band, isLow, isWorse } from './bands.ts';
import type { HealthConfig } from './config.ts';
import { type Change, type HealthState, isAlert } from './health-state.ts';

/**
 * What becomes of a change. opened, reopened: somebody is asked. news: told in the thread of the risk that is open.
 * owned: one is open and this is no worse. cooldown: too soon after the last. preview: it would have been opened.
 * closed: it took care of itself. quiet: for the history only.
 */
export type Outcome = 'opened' | 'reopened' | 'news' | 'owned' | 'cooldown' | 'preview' | 'closed' | 'quiet';

/** What is around an account when its health changes. */
export interface Around {
  /** Alerts are on for its segment. */
  enabled: boolean;
  /** A worse band opens risks there still, and slides are tried out beside it. */
  byBands: boolean;
  open: { flagged: boolean; severity: Band; rule: string } | null;
  /** The latest that was resolved. */
  resolved: { at: Date; outcome: RiskOutcome | null; verdict: RiskVerdict | null } | null;
}

export function outcomeOf(
  change: Change,
  before: Pick<HealthState, 'alertedAt' | 'alertedBand'>,
  around: Around,
  config: HealthConfig,
  now: Date,
): Outcome {
  const { open, resolved, enabled, byBands } = around;
  if (change.rule === 'recovered') {
    if (!open) return 'quiet';
    // What a person has flagged is for a person to close; what a slide has opened is over with the slide.
    return isLow(change.toBand) || open.flagged || open.rule === 'slide' ? 'news' : 'closed';
  }
  if (change.rule === 'slid_back') {
    if (!open) return 'quiet';
    return open.flagged || open.rule !== 'slide' || isLow(change.toBand) ? 'news' : 'closed';
  }
  if (!isAlert(change)) return 'quiet';
  if (!open && resolved?.outcome === 'lost') return 'quiet';
  const within = (at: Date, days: number) => daysBetween(at, now) < days;
  if (open)
    return change.rule === 'exception' ||
      (change.rule === 'slide' ? !byBands : isWorse(change.toBand, open.severity))
      ? 'news'
      : 'owned';
  if (change.rule === 'slide' ? byBands : !byBands && change.rule !== 'exception')
    return change.rule === 'slide' ? 'preview' : 'quiet';
  const closedWell = resolved && resolved.verdict === null;
  if (enabled && closedWell && within(resolved.at, config.reopenDays)) return 'reopened';
  const { alertedAt, alertedBand } = before;
  const deeper = alertedBand === null || isWorse(change.toBand, alertedBand);
  const bySlide = change.rule === 'slide' || change.rule === 'exception';
  if (alertedAt && within(alertedAt, config.cooldownDays) && !deeper && !bySlide) return 'cooldown';
  return enabled ? 'opened' : 'preview';
}

/** Counts as told: what comes after is measured against it. */
export function isTold(outcome: Outcome): boolean {
  return outcome === 'opened' || outcome === 'reopened' || outcome === 'news' || outcome === 'preview';
}

/** What is read of an account to tell of its health. */
export interface WatchedAccount {
  id: string;
  segment: string | null;
  stage: Stage;
  channel: string | null;
  salesOwnerId: string | null;
  csOwnerId: string | null;
}

/** A change of one account's health, for whoever is to hear of it. */
export interface AccountChange {
  account: WatchedAccount;
  /** As it was before this evaluation. */
  before: HealthState;
  change: Change;
  config: HealthConfig;
}

/** What became of a change, and of which risk. */
export interface Became {
  outcome: Outcome;
  riskId: string | null;
}
