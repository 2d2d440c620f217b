import type { TxCtx } from '../../platform/ctx.ts';
import { dealOf } from '../deal.ts';
import { closeDeal } from '../verbs/hand-over.ts';

const MOST = 100;

/** Closes what is won and whose draft was handed over by a process of a version that knew no deals. */
export async function closeHandedOver(ctx: TxCtx): Promise<void> {
  const deals = await ctx.tx.deal.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      state: 'won',
      handoff: { is: { state: { notIn: ['draft', 'cancelled'] } } },
    },
    orderBy: { id: 'asc' },
    take: MOST,
  });
  for (const deal of deals) if (deal.handoffId) await closeDeal(ctx, dealOf(deal), deal.handoffId);
}
