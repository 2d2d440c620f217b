import { type Changed, changeCase } from '../cases/change-case.ts';
import { calendarOf } from '../people/calendar-of.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { lastMinuteOf } from '../time/local-date.ts';
import { decideDecideBy } from './answers.ts';
import { HANDOFFS } from './handoff-case.ts';

/** "Decide by…": `day` is YYYY-MM-DD in the receiver's zone, and lasts until its last minute. */
export function promiseDecision(
  ctx: Ctx,
  command: { handoffId: string; day: string },
): Promise<Changed | Refusal> {
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'decide_by',
    decide: ({ handoff, actor, settings }) =>
      decideDecideBy(handoff, actor.id, lastMinuteOf(command.day, calendarOf(actor, settings).zone), ctx.now),
    data: { day: command.day },
  });
}
