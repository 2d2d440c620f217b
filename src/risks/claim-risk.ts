import { type Changed, changeCase } from '../cases/change-case.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { localDate } from '../time/local-date.ts';
import { decideClaim } from './moves.ts';
import { dateOf } from './plan-risk.ts';
import { RISKS } from './risk-case.ts';

/** I've got it. The plan is due next. */
export function claimRisk(ctx: Ctx, command: { riskId: string }): Promise<Changed | Refusal> {
  return changeCase(ctx, RISKS, command.riskId, {
    verb: 'claim',
    decide: ({ risk, actor }) => decideClaim(risk, actor.id, dateOf(localDate(ctx.now, actor.zone)), ctx.now),
  });
}
