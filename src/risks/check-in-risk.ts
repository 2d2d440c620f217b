import type { Ctx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { localDate } from '../time/local-date.ts';
import { changeRisk, type RiskChanged } from './change-risk.ts';
import { decideCheckIn } from './moves.ts';
import { dateOf } from './plan-risk.ts';

/** How it goes, for the thread, and when to say so next (YYYY-MM-DD). */
export function checkInRisk(
  ctx: Ctx,
  command: { riskId: string; note: string; checkInOn: string },
): Promise<RiskChanged | Refusal> {
  const { riskId, note, checkInOn } = command;
  return changeRisk(ctx, riskId, {
    verb: 'check_in',
    decide: ({ risk, actor }) =>
      decideCheckIn(risk, note, dateOf(checkInOn), dateOf(localDate(ctx.now, actor.zone))),
    data: { note: note.trim(), checkInOn },
  });
}
