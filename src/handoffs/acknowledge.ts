import { type Changed, changeCase } from '../cases/change-case.ts';
import { calendarOf } from '../people/calendar-of.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { endOfNextWorkingDay } from '../time/working-time.ts';
import { decideAcknowledge } from './answers.ts';
import { HANDOFFS } from './handoff-case.ts';

/** "Mine, deciding by tomorrow": the promise is the end of the next working day of whoever says it. */
export function acknowledgeHandoff(ctx: Ctx, command: { handoffId: string }): Promise<Changed | Refusal> {
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'acknowledge',
    decide: ({ handoff, actor, settings }) =>
      decideAcknowledge(
        handoff,
        actor.id,
        endOfNextWorkingDay(ctx.now, calendarOf(actor, settings)),
        ctx.now,
      ),
  });
}
