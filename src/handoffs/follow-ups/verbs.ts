import { notNow } from '../../cases/case.ts';
import { type Changed, changeCase } from '../../cases/change-case.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { isoDay } from '../../time/day.ts';
import { isLocalDate, localDate } from '../../time/local-date.ts';
import { type FollowUpDecision, runningOf } from './follow-up.ts';
import { FOLLOW_UPS } from './follow-up-case.ts';

/** *Confirm*: whoever it concerns has read what the other side changed. */
export function confirmChange(ctx: Ctx, { id }: { id: string }): Promise<Changed | Refusal> {
  return changeCase(ctx, FOLLOW_UPS, id, {
    verb: 'confirm',
    decide: ({ followUp }): FollowUpDecision | Refusal =>
      followUp.step === 'confirm' && runningOf(followUp).length > 0
        ? { action: 'done', patch: { state: 'done', closedAt: ctx.now, snoozedUntil: null } }
        : notNow('confirmed'),
  });
}

/** *Another day…*: the answer will be known later than was said. */
export function postponeAnswer(
  ctx: Ctx,
  { id, day }: { id: string; day: string },
): Promise<Changed | Refusal> {
  return changeCase(ctx, FOLLOW_UPS, id, {
    verb: 'postpone',
    decide: ({ followUp, actor }): FollowUpDecision | Refusal => {
      if (followUp.step !== 'answer' || runningOf(followUp).length === 0) return notNow('postponed');
      if (!isLocalDate(day) || day <= localDate(ctx.now, actor.zone))
        return refuse('past', 'Pick a day that is still to come.', 'day');
      if (isoDay(followUp.dueOn) === day)
        return refuse('same_day', 'That’s the day it’s due already.', 'day');
      return {
        action: 'postponed',
        patch: { dueOn: new Date(day), snoozedUntil: null },
        restart: ['answer'],
      };
    },
    data: { day },
  });
}
