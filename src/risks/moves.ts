import { notNow } from '../cases/not-now.ts';
import { reasonIn } from '../cases/reason.ts';
import { isWorse } from '../health/bands.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { isLocalDate } from '../time/local-date.ts';
import type { Plan } from './plan.ts';
import {
  isUrgent,
  NOT_SNOOZED,
  type Risk,
  type RiskDecision,
  type RiskOutcome,
  type RiskVerdict,
} from './risk.ts';

// What people do about a risk.

/** Mine: from the one whom it waits for, or from whoever is faster. */
export function decideClaim(risk: Risk, memberId: string, today: Date, now: Date): RiskDecision | Refusal {
  if (risk.state !== 'open') return notNow('claimed');
  return { action: 'claimed', ...taken(risk, memberId, today, now) };
}

/** First action, due and next check-in. Claims it where nobody has yet. `today` is the planner's local date. */
export function decidePlan(
  risk: Risk,
  memberId: string,
  plan: Plan & { checkInOn: Date },
  today: Date,
  now: Date,
): RiskDecision | Refusal {
  if (risk.state === 'resolved') return notNow('planned');
  if (plan.firstAction.trim() === '')
    return refuse('no_action', 'Say in a few words what happens first.', 'firstAction');
  if (!isLocalDate(plan.dueOn)) return refuse('no_day', 'Pick the day by which it is done.', 'dueOn');
  const due = new Date(`${plan.dueOn}T00:00:00Z`);
  if (due < today) return refuse('past', 'Pick a day from today on.', 'dueOn');
  const checkIn = checkCheckIn(plan.checkInOn, today);
  if (checkIn) return checkIn;
  return {
    action: 'planned',
    patch: {
      ...(risk.state === 'open' ? claimedBy(risk, memberId, now) : {}),
      plan: { firstAction: plan.firstAction.trim(), dueOn: plan.dueOn },
      checkInOn: plan.checkInOn,
      ...NOT_SNOOZED,
    },
    restart: ['check_in'],
  };
}

/** How it goes, and when to say so next. */
export function decideCheckIn(
  risk: Risk,
  note: string,
  checkInOn: Date,
  today: Date,
): RiskDecision | Refusal {
  if (risk.state !== 'claimed') return notNow('checked in on');
  if (note.trim() === '') return refuse('no_note', 'Say in a few words how it goes.', 'note');
  return (
    checkCheckIn(checkInOn, today) ?? {
      action: 'checked_in',
      patch: { checkInOn, ...NOT_SNOOZED },
      restart: ['check_in'],
    }
  );
}

/** Somebody else's: they are asked anew. Who passes it to themselves has claimed it with that. */
export function decideRiskReassign(
  risk: Risk,
  ownerId: string,
  memberId: string,
  today: Date,
  now: Date,
): RiskDecision | Refusal {
  if (risk.state === 'resolved') return notNow('passed on');
  if (risk.ownerId === ownerId) {
    const message =
      ownerId === memberId
        ? 'It is yours already. Pick someone else.'
        : 'It is theirs already. Pick someone else.';
    return refuse('same_owner', message, 'owner');
  }
  if (ownerId === memberId) return { action: 'reassigned', ...taken(risk, memberId, today, now) };
  return {
    action: 'reassigned',
    patch: {
      ...ownedBy(risk, ownerId),
      state: 'open',
      claimedAt: null,
      claimedById: null,
      ...NOT_SNOOZED,
    },
    restart: ['claim'],
  };
}

export function decideResolve(
  risk: Risk,
  how: { outcome: Exclude<RiskOutcome, 'recovered'>; verdict: RiskVerdict | null; reason: string },
  memberId: string,
  now: Date,
): RiskDecision | Refusal {
  if (risk.state === 'resolved') return notNow('resolved');
  if (how.outcome === 'not_a_risk' && how.verdict === null)
    return refuse('no_verdict', 'Say whether it was a false alarm or only too early.', 'verdict');
  const resolution = reasonIn(how.reason);
  if (isRefusal(resolution)) return resolution;
  return {
    action: 'resolved',
    patch: {
      state: 'resolved',
      outcome: how.outcome,
      verdict: how.outcome === 'not_a_risk' ? how.verdict : null,
      resolution,
      resolvedById: memberId,
      resolvedAt: now,
      ...NOT_SNOOZED,
    },
  };
}

/**
 * Somebody saw more of it: it is for a person to close. Urgent makes it critical, for as long as it is open, and the
 * time to take it starts anew: it is short.
 */
export function decideNote(risk: Risk, urgent: boolean): RiskDecision | Refusal {
  if (risk.state === 'resolved') return notNow('added to');
  const becomesUrgent = urgent && !isUrgent(risk);
  return {
    action: 'noted',
    patch: {
      flagged: true,
      ...(urgent && isWorse('critical', risk.severity) ? { severity: 'critical' as const } : {}),
    },
    ...(becomesUrgent && risk.state === 'open' && { restart: ['claim'] }),
  };
}

/** A check-in that came before they had it is not theirs to have missed: they plan anew. */
function taken(risk: Risk, memberId: string, today: Date, now: Date): Omit<RiskDecision, 'action'> {
  const checkInOn = risk.checkInOn && risk.checkInOn >= today ? risk.checkInOn : null;
  return {
    patch: { ...claimedBy(risk, memberId, now), checkInOn, ...NOT_SNOOZED },
    restart: [checkInOn ? 'check_in' : 'plan'],
  };
}

function claimedBy(risk: Risk, memberId: string, now: Date) {
  return { state: 'claimed' as const, ...ownedBy(risk, memberId), claimedAt: now, claimedById: memberId };
}

/** A partner who becomes the owner changes places with them. */
function ownedBy(risk: Risk, ownerId: string) {
  return { ownerId, partnerId: risk.partnerId === ownerId ? risk.ownerId : risk.partnerId };
}

/** Weekly to fortnightly is the custom; a month is the most. */
const CHECK_IN_AT_MOST_DAYS = 31;
const DAY_MS = 24 * 60 * 60 * 1000;

function checkCheckIn(on: Date, today: Date): Refusal | null {
  if (Number.isNaN(on.getTime()))
    return refuse('no_day', 'Pick the day on which you say how it goes.', 'checkInOn');
  if (on <= today) return refuse('past', 'Pick a day from tomorrow on.', 'checkInOn');
  if (on.getTime() - today.getTime() > CHECK_IN_AT_MOST_DAYS * DAY_MS)
    return refuse('too_far', 'Pick a day within a month.', 'checkInOn');
  return null;
}
