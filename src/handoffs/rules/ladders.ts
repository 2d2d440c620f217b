import type { Ladder, Rung } from '../../cases/clocks/ladder.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { plusDays } from '../../time/day.ts';
import { localDate } from '../../time/local-date.ts';
import type { Handoff, HandoffClock } from '../handoff.ts';

// Whom a clock of a handoff tells, and when, as shares of its limit.

const ANSWER: Rung[] = [
  { at: 0.5, kind: 'reminder', tell: ['owner'] },
  { at: 1, kind: 'escalation', tell: ['cover', 'counterpart'] },
  { at: 1.5, kind: 'escalation', tell: ['lead'] },
  { at: 2, kind: 'escalation', tell: ['manager', 'fallback_channel'], repeat: { every: 'P1D', times: 2 } },
];

const HARD_STOP: Rung[] = [
  { at: 1, kind: 'escalation', tell: ['counterpart', 'lead', 'manager', 'fallback_channel'] },
];

/**
 * The ladder as the policy stands now; it is kept with the timer, so that a later change of policy strands nothing.
 * Owner is who owes the next step, counterpart the other side.
 */
export function ladderFor(
  clock: HandoffClock,
  settings: Settings,
  handoff: Urgency,
  now: Date,
  zone: string,
): Ladder {
  const policy = settings.text;
  switch (clock) {
    case 'acknowledge':
      return isUrgent(handoff, settings.values['handoff.urgent_days'], now, zone)
        ? { limit: policy['handoff.acknowledge_urgent'], rungs: ANSWER, urgent: true }
        : { limit: policy['handoff.acknowledge'], rungs: ANSWER };
    case 'decide':
      return { limit: policy['handoff.decide'], rungs: ANSWER };
    case 'resubmit':
      return { limit: policy['handoff.resubmit'], rungs: ANSWER };
    case 'book_kickoff':
      return { limit: policy['handoff.book_kickoff'], rungs: ANSWER };
    case 'hold_kickoff':
      return { limit: policy['handoff.hold_kickoff'], rungs: ANSWER };
    case 'hard_stop':
      return { limit: policy['handoff.hard_stop'], rungs: HARD_STOP };
  }
}

/** What makes a handoff urgent. */
type Urgency = Pick<Handoff, 'goLiveOn' | 'urgentRisk'>;

/** Go-live is a calendar date, so nearness is counted in the receiver's local days. */
function isUrgent({ goLiveOn, urgentRisk }: Urgency, withinDays: number, now: Date, zone: string): boolean {
  if (urgentRisk) return true;
  if (!goLiveOn) return false;
  const today = new Date(`${localDate(now, zone)}T00:00:00Z`);
  return goLiveOn <= plusDays(today, withinDays);
}
