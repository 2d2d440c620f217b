import { loadPeople } from '../people/load-people.ts';
import { whyNotReceiver } from '../people/person.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { changeRisk, type RiskChanged } from './change-risk.ts';
import { decideRiskReassign } from './moves.ts';

/** Another owner, with a reason. They are asked anew, with a fresh ladder. */
export async function reassignRisk(
  ctx: Ctx,
  command: { riskId: string; ownerId: string; reason: string },
): Promise<RiskChanged | Refusal> {
  const reason = command.reason.trim();
  if (!reason) return refuse('no_reason', 'Say in a few words why, so that nobody has to ask.', 'reason');
  return changeRisk(ctx, command.riskId, {
    verb: 'reassign',
    decide: async ({ risk }, tx) => {
      const people = await loadPeople(tx.tx, ctx.workspace.id, [command.ownerId]);
      const unfit = whyNotReceiver(people.get(command.ownerId), '', ctx.now);
      return unfit ? { ...unfit, field: 'owner' } : decideRiskReassign(risk, command.ownerId);
    },
    data: { reason, to: command.ownerId },
  });
}
