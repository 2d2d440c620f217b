import { canAnswer, type Person } from '../people/person.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { type Risk, type RiskDecision, riskName, wrongState } from './risk.ts';

/** The time for the next step has come: to take it, to plan it, and from its day on to check in. */
export function isOwed(risk: Pick<Risk, 'state' | 'checkInOn'>, today: string): boolean {
  if (risk.state !== 'claimed') return risk.state === 'open';
  const checkInOn = dayOf(risk.checkInOn);
  return checkInOn === null || checkInOn <= today;
}

/** `to` owes the step, and `today` is their local date. `paused`: they were asked a short while ago. */
export function decideRiskNudge(
  risk: Risk,
  { to, memberId, today }: { to: Person | null; memberId: string; today: string },
  paused: boolean,
  now: Date,
): RiskDecision | Refusal {
  if (risk.state === 'resolved') return wrongState(risk, 'nudged about');
  if (!isOwed(risk, today))
    return refuse('not_due', `${riskName(risk)} is under way, and its next check-in is still to come.`);
  if (!to || !canAnswer(to))
    return refuse('nobody', 'There is nobody to ask yet. Claim it, or find somebody who does.');
  if (to.id === memberId) return refuse('yours', 'This one waits for you.');
  if (paused) {
    const message = 'They were nudged a short while ago. Give them a moment; the clock runs on.';
    return refuse('nudged_already', message);
  }
  return { action: 'nudged', patch: { nudgedAt: now }, clock: 'same' };
}

/** YYYY-MM-DD of a column that holds a date. */
export function dayOf(date: Date | null): string | null {
  return date?.toISOString().slice(0, 10) ?? null;
}
