import type { Ctx } from '../platform/ctx.ts';

export interface DraftSummary {
  handoffId: string;
  accountName: string | null;
  updatedAt: Date;
}

/** The sender's own unfinished drafts, the latest three. */
export async function recentDrafts(ctx: Ctx, memberId: string): Promise<DraftSummary[]> {
  const rows = await ctx.db.handoff.findMany({
    where: { workspaceId: ctx.workspace.id, senderId: memberId, state: 'draft' },
    select: { id: true, accountName: true, updatedAt: true, account: { select: { name: true } } },
    orderBy: { updatedAt: 'desc' },
    take: 3,
  });
  return rows.map(({ id, account, accountName, updatedAt }) => ({
    handoffId: id,
    accountName: account?.name ?? accountName,
    updatedAt,
  }));
}

/** Drafts are nobody else's business: deleting one leaves no trace. Another's, or one handed over, stays. */
export async function discardDraft(ctx: Ctx, memberId: string, handoffId: string): Promise<void> {
  await ctx.db.handoff.deleteMany({
    where: { id: handoffId, workspaceId: ctx.workspace.id, senderId: memberId, state: 'draft' },
  });
}
