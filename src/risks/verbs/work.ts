import { notNow, reasonIn } from '../../cases/case.ts';
import { type Changed, changeCase } from '../../cases/change-case.ts';
import type { Person } from '../../people/person.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { plusDays } from '../../time/day.ts';
import { isLocalDate, localDate } from '../../time/local-date.ts';
import {
  dateOf,
  NOT_SNOOZED,
  type Risk,
  type RiskDecision,
  type RiskOutcome,
  type RiskVerdict,
} from '../risk.ts';
import { RISKS } from '../risk-case.ts';

// What people do about a risk.

/** I've got it. The plan is due next. */
export function claimRisk(ctx: Ctx, command: { riskId: string }): Promise<Changed | Refusal> {
  return changeCase(ctx, RISKS, command.riskId, {
    verb: 'claim',
    decide: ({ risk, actor }) => decideClaim(risk, actor, ctx.now),
  });
}

/** Mine: from the one whom it waits for, or from whoever is faster. */
export function decideClaim(risk: Risk, actor: Person, now: Date): RiskDecision | Refusal {
  return risk.state === 'open'
    ? { action: 'claimed', ...taken(risk, actor, now), undoable: true }
    : notNow('claimed');
}

/** First action, its day, and the next check-in; dates as YYYY-MM-DD. Claims the risk where nobody has. */
export function planRisk(
  ctx: Ctx,
  command: { riskId: string; firstAction: string; dueOn: string; checkInOn: string },
): Promise<Changed | Refusal> {
  const { riskId, firstAction, dueOn, checkInOn } = command;
  return changeCase(ctx, RISKS, riskId, {
    verb: 'plan',
    decide: ({ risk, actor }): RiskDecision | Refusal => {
      if (risk.state === 'resolved') return notNow('planned');
      if (firstAction.trim() === '') return refuse('no_action', 'Add the first step.', 'firstAction');
      if (!isLocalDate(dueOn)) return refuse('no_day', 'Pick a due date.', 'dueOn');
      const today = todayOf(actor, ctx.now);
      if (dateOf(dueOn) < today) return refuse('past', 'Pick a day from today on.', 'dueOn');
      return (
        checkCheckIn(dateOf(checkInOn), today) ?? {
          action: 'planned',
          patch: {
            ...(risk.state === 'open' && claimedBy(risk, actor.id, ctx.now)),
            plan: { firstAction: firstAction.trim(), dueOn },
            checkInOn: dateOf(checkInOn),
            ...NOT_SNOOZED,
          },
          restart: ['check_in'],
        }
      );
    },
    data: { firstAction, dueOn, checkInOn },
  });
}

/** How it goes, for the thread, and when to say so next (YYYY-MM-DD). */
export function checkInRisk(
  ctx: Ctx,
  command: { riskId: string; note: string; checkInOn: string },
): Promise<Changed | Refusal> {
  const { riskId, checkInOn } = command;
  const note = command.note.trim();
  return changeCase(ctx, RISKS, riskId, {
    verb: 'check_in',
    decide: ({ risk, actor }): RiskDecision | Refusal => {
      if (risk.state !== 'claimed') return notNow('checked in on');
      if (note === '') return refuse('no_note', 'Add a short update.', 'note');
      return (
        checkCheckIn(dateOf(checkInOn), todayOf(actor, ctx.now)) ?? {
          action: 'checked_in',
          patch: { checkInOn: dateOf(checkInOn), ...NOT_SNOOZED },
          restart: ['check_in'],
        }
      );
    },
    data: { note, checkInOn },
  });
}

/** Saved, lost or not a risk, with a reason; of what was not a risk, whether it was a false alarm or too early. */
export function resolveRisk(
  ctx: Ctx,
  command: {
    riskId: string;
    outcome: Exclude<RiskOutcome, 'recovered'>;
    verdict: RiskVerdict | null;
    reason: string;
  },
): Promise<Changed | Refusal> {
  const { riskId, outcome, verdict, reason } = command;
  return changeCase(ctx, RISKS, riskId, {
    verb: 'resolve',
    decide: ({ risk, actor }): RiskDecision | Refusal => {
      if (risk.state === 'resolved') return notNow('resolved');
      if (outcome === 'not_a_risk' && verdict === null)
        return refuse('no_verdict', 'Pick whether it was a false alarm or too early.', 'verdict');
      const resolution = reasonIn(reason);
      if (isRefusal(resolution)) return resolution;
      return {
        action: 'resolved',
        patch: {
          state: 'resolved',
          outcome,
          verdict: outcome === 'not_a_risk' ? verdict : null,
          resolution,
          resolvedById: actor.id,
          resolvedAt: ctx.now,
          ...NOT_SNOOZED,
        },
      };
    },
    data: { outcome, reason: reason.trim(), ...(verdict && { verdict }) },
  });
}

const todayOf = ({ zone }: Person, now: Date): Date => dateOf(localDate(now, zone));

/** A check-in that came before they had it is not theirs to have missed: they plan anew. */
export function taken(risk: Risk, by: Person, now: Date): Omit<RiskDecision, 'action'> {
  const checkInOn = risk.checkInOn && risk.checkInOn >= todayOf(by, now) ? risk.checkInOn : null;
  return {
    patch: { ...claimedBy(risk, by.id, now), checkInOn, ...NOT_SNOOZED },
    restart: [checkInOn ? 'check_in' : 'plan'],
  };
}

function claimedBy(risk: Risk, memberId: string, now: Date) {
  return { state: 'claimed' as const, ...ownedBy(risk, memberId), claimedAt: now, claimedById: memberId };
}

/** A partner who becomes the owner changes places with them. */
export function ownedBy(risk: Risk, ownerId: string) {
  return { ownerId, partnerId: risk.partnerId === ownerId ? risk.ownerId : risk.partnerId };
}

/** Weekly to fortnightly is the custom; a month is the most. */
const CHECK_IN_AT_MOST_DAYS = 31;

function checkCheckIn(on: Date, today: Date): Refusal | null {
  if (Number.isNaN(on.getTime())) return refuse('no_day', 'Pick a check-in date.', 'checkInOn');
  if (on <= today) return refuse('past', 'Pick a day from tomorrow on.', 'checkInOn');
  if (on > plusDays(today, CHECK_IN_AT_MOST_DAYS))
    return refuse('too_far', 'Pick a day within a month.', 'checkInOn');
  return null;
}
