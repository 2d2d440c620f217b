import { apply } from '../cases/change-case.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { isRefusal } from '../platform/refusal.ts';
import { localDate } from '../time/local-date.ts';
import { decideRiskReassign } from './moves.ts';
import { dateOf } from './plan-risk.ts';
import { RISKS } from './risk-case.ts';
import { loadRiskScene } from './scene.ts';

/** An account has one open risk; more than these it never has. */
const MOST = 10;

export interface PassOnRisks {
  accountId: string;
  /** Whoever had the account. */
  fromIds: readonly string[];
  toId: string;
  reason: string;
}

/**
 * What is open goes with the account to its new owner, in the transaction that gives it to them. Whoever may accept an
 * account needs no right towards its risks.
 */
export async function passOnRisks(ctx: TxCtx, command: PassOnRisks): Promise<void> {
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
  for (const { id } of risks) {
    const scene = await loadRiskScene(ctx, id);
    if (isRefusal(scene)) continue;
    const today = dateOf(localDate(ctx.now, scene.actor.zone));
    const decision = decideRiskReassign(scene.risk, toId, scene.actor.id, today, ctx.now);
    if (!isRefusal(decision)) await apply(ctx, RISKS, scene, decision, { reason, to: toId });
  }
}
