import { type Changed, changeCase } from '../cases/change-case.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { decideResolve } from './moves.ts';
import type { RiskOutcome, RiskVerdict } from './risk.ts';
import { RISKS } from './risk-case.ts';

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
  const { riskId, ...how } = command;
  return changeCase(ctx, RISKS, riskId, {
    verb: 'resolve',
    decide: ({ risk, actor }) => decideResolve(risk, how, actor.id, ctx.now),
    data: {
      outcome: how.outcome,
      reason: how.reason.trim(),
      ...(how.verdict ? { verdict: how.verdict } : {}),
    },
  });
}
