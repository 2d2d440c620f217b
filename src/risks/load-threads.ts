import type { TxCtx } from '../platform/ctx.ts';
import { NEWS_UNDER, type RiskThread } from './tell.ts';

/** A card, and one for each time it was passed on. */
const MOST = 200;

/** The root messages of a risk that its news goes under. Those of its rungs are many more, and have no replies. */
export function loadThreads(ctx: TxCtx, riskId: string): Promise<RiskThread[]> {
  return ctx.tx.outboxThread.findMany({
    where: {
      subjectType: 'risk',
      subjectId: riskId,
      workspaceId: ctx.workspace.id,
      kind: { in: [...NEWS_UNDER] },
    },
    select: { key: true, kind: true, lane: true, memberId: true },
    orderBy: { key: 'asc' },
    take: MOST,
  });
}
