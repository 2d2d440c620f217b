import { notNow } from '../../cases/case.ts';
import { type Changed, changeCase } from '../../cases/change-case.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { type FollowUpDecision, followUpName, runningOf } from './follow-up.ts';
import { FOLLOW_UPS } from './follow-up-case.ts';

export interface ConfirmChange {
  id: string;
  /** The latest change that whoever confirms has read of; absent on a message that an earlier version has posted. */
  entryId?: string | undefined;
}

/** *Confirm*: whoever it concerns has read what the other side changed. */
export function confirmChange(ctx: Ctx, { id, entryId }: ConfirmChange): Promise<Changed | Refusal> {
  return changeCase(ctx, FOLLOW_UPS, id, {
    verb: 'confirm',
    decide({ followUp }): FollowUpDecision | Refusal {
      if (followUp.step !== 'confirm' || runningOf(followUp).length === 0) return notNow('confirmed');
      if (entryId !== undefined && entryId !== followUp.entryId)
        return refuse(
          'changed',
          `More was changed on ${followUpName(followUp)} in the meantime. Read the brief, then confirm.`,
        );
      return { action: 'done', patch: { state: 'done', closedAt: ctx.now, snoozedUntil: null } };
    },
  });
}
