import { notNow, reasonIn } from '../../cases/case.ts';
import { apply, type Changed, changeCase } from '../../cases/change-case.ts';
import { loadPeople } from '../../people/load-people.ts';
import { type Person, whyNotReceiver } from '../../people/person.ts';
import type { Ctx, TxCtx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { NOT_SNOOZED, type Risk, type RiskDecision } from '../risk.ts';
import { RISKS } from '../risk-case.ts';
import { loadRiskScene } from '../scene.ts';
import { ownedBy, taken } from './work.ts';

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
      return decideRiskReassign(risk, command.ownerId, actor, ctx.now);
    },
    data: { reason, to: command.ownerId },
  });
}

/** An account has one open risk; more than these it never has. */
const MOST = 10;

interface PassOnRisks {
  accountId: string;
  /** Whoever had the account. */
  fromIds: readonly string[];
  toId: string;
  reason: string;
}

/**
 * What is open goes with the account to its new owner, in the transaction that gives it to them. Whoever may accept an
 * account needs no right towards its risks. Returns how many went.
 */
export async function passOnRisks(ctx: TxCtx, command: PassOnRisks): Promise<number> {
  const { accountId, fromIds, toId, reason } = command;
  const risks = await ctx.tx.risk.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      accountId,
      state: { in: ['open', 'claimed'] },
      ownerId: { in: fromIds.filter((id) => id !== toId) },
    },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: MOST,
  });
  let passedOn = 0;
  for (const { id } of risks) {
    const scene = await loadRiskScene(ctx, id);
    if (isRefusal(scene)) continue;
    const decision = decideRiskReassign(scene.risk, toId, scene.actor, ctx.now);
    if (isRefusal(decision)) continue;
    await apply(ctx, RISKS, scene, decision, { reason, to: toId });
    passedOn++;
  }
  return passedOn;
}

/** Somebody else's: they are asked anew. Who passes it to themselves has claimed it with that. */
function decideRiskReassign(risk: Risk, ownerId: string, actor: Person, now: Date): RiskDecision | Refusal {
  if (risk.state === 'resolved') return notNow('passed on');
  if (risk.ownerId === ownerId) {
    const whose = ownerId === actor.id ? 'You own' : 'They own';
    return refuse('same_owner', `${whose} it already. Pick someone else.`, 'owner');
  }
  if (ownerId === actor.id) return { action: 'reassigned', ...taken(risk, actor, now) };
  return {
    action: 'reassigned',
    patch: { ...ownedBy(risk, ownerId), state: 'open', claimedAt: null, claimedById: null, ...NOT_SNOOZED },
    restart: ['claim'],
  };
}
