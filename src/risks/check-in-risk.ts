import { type Changed, changeCase } from '../cases/change-case.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { localDate } from '../time/local-date.ts';
import { decideCheckIn } from './moves.ts';
import { dateOf } from './plan-risk.ts';
import { RISKS } from './risk-case.ts';

/** How it goes, for the thread, and when to say so next (YYYY-MM-DD). */
export function checkInRisk(
  ctx: Ctx,
  command: { riskId: string; note: string; checkInOn: string },
): Promise<Changed | Refusal> {
  const { riskId, note, checkInOn } = command;
  return changeCase(ctx, RISKS, riskId, {
    verb: 'check_in',
    decide: ({ risk, actor }) =>
      decideCheckIn(risk, note, dateOf(checkInOn), dateOf(localDate(ctx.now, actor.zone))),
    data: { note: note.trim(), checkInOn },
  });
}
