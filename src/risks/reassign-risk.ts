import { type Changed, changeCase } from '../cases/change-case.ts';
import { reasonIn } from '../cases/reason.ts';
import { loadPeople } from '../people/load-people.ts';
import { whyNotReceiver } from '../people/person.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { localDate } from '../time/local-date.ts';
import { decideRiskReassign } from './moves.ts';
import { dateOf } from './plan-risk.ts';
import { RISKS } from './risk-case.ts';

/** Another owner, with a reason. They are asked anew, with a fresh ladder; oneself is not asked, but plans next. */
export async function reassignRisk(
  ctx: Ctx,
  command: { riskId: string; ownerId: string; reason: string },
): Promise<Changed | Refusal> {
  const reason = reasonIn(command.reason);
  if (isRefusal(reason)) return reason;
  return changeCase(ctx, RISKS, command.riskId, {
    verb: 'reassign',
    decide: async ({ risk, actor }, tx) => {
      const people = await loadPeople(tx.tx, ctx.workspace.id, [command.ownerId]);
      const unfit = whyNotReceiver(people.get(command.ownerId), '', ctx.now);
      if (unfit) return { ...unfit, field: 'owner' };
      const today = dateOf(localDate(ctx.now, actor.zone));
      return decideRiskReassign(risk, command.ownerId, actor.id, today, ctx.now);
    },
    data: { reason, to: command.ownerId },
  });
}
