import { notNow } from '../../cases/case.ts';
import { type Changed, changeCase } from '../../cases/change-case.ts';
import type { Ctx } from '../../platform/ctx.ts';
import type { Refusal } from '../../platform/refusal.ts';
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
