import { type Band, isWorse } from '../../health/bands.ts';
import type { SlideFacts } from '../../health/slides/facts.ts';
import { NOT_SNOOZED, type Risk, type RiskDecision } from '../risk.ts';

// What becomes of a risk when the score moves.

/** The score has recovered, for as long as it must. */
export function decideRecovered(now: Date): RiskDecision {
  return {
    action: 'recovered',
    patch: { state: 'resolved', outcome: 'recovered', resolvedAt: now, ...NOT_SNOOZED },
  };
}

/**
 * It slips again soon after: the same risk, from the start of its ladder. An account that was given an owner meanwhile
 * has one when it slips again.
 */
export function decideReopen(
  risk: Risk,
  change: { band: Band; fromBand: Band | null; score: number; rule: string; slide: SlideFacts | null },
  account: { csOwnerId: string | null; salesOwnerId: string | null },
): RiskDecision {
  return {
    action: 'reopened',
    patch: {
      state: 'open',
      outcome: null,
      verdict: null,
      resolution: null,
      resolvedAt: null,
      resolvedById: null,
      ownerId: risk.ownerId ?? account.csOwnerId,
      partnerId: risk.partnerId ?? account.salesOwnerId,
      claimedAt: null,
      claimedById: null,
      checkInOn: null,
      severity: change.band,
      fromBand: change.fromBand,
      score: change.score,
      rule: change.rule,
      slide: change.slide,
      reopens: risk.reopens + 1,
      ...NOT_SNOOZED,
    },
  };
}

/** News of a risk that is open: its severity only grows while it is. */
export function decideNews(
  risk: Risk,
  change: { band: Band; score: number; better: boolean; slide?: SlideFacts | undefined },
): RiskDecision {
  return {
    action: change.better ? 'recovering' : 'worsened',
    patch: {
      ...(isWorse(change.band, risk.severity) ? { severity: change.band } : {}),
      score: change.score,
      ...(change.slide && { slide: change.slide }),
    },
  };
}
