import type { Db } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';

/** What a merge would do, as of now. */
export interface MergePreview {
  from: { id: string; name: string };
  into: { id: string; name: string };
  handoffs: number;
  risks: number;
  signals: number;
  /** Both have an open risk: one must be resolved first. */
  blocked: boolean;
}

export async function previewMerge(
  ctx: { db: Db; workspace: { id: string } },
  { fromId, intoId }: { fromId: string; intoId: string },
): Promise<MergePreview | Refusal> {
  const workspaceId = ctx.workspace.id;
  if (fromId === intoId)
    return refuse('same_account', 'An account cannot be merged into itself. Pick another one.', 'into');
  const named = await ctx.db.account.findMany({
    where: { workspaceId, id: { in: [fromId, intoId] }, mergedIntoId: null },
    select: { id: true, name: true },
  });
  const from = named.find(({ id }) => id === fromId);
  const into = named.find(({ id }) => id === intoId);
  if (!from || !into) return refuse('not_found', 'One of the two accounts does not exist any more.', 'into');
  const where = { workspaceId, accountId: fromId };
  const open = await ctx.db.risk.findMany({
    where: { workspaceId, accountId: { in: [fromId, intoId] }, state: { in: ['open', 'claimed'] } },
    select: { accountId: true },
    take: 2,
  });
  return {
    from,
    into,
    handoffs: await ctx.db.handoff.count({ where }),
    risks: await ctx.db.risk.count({ where }),
    signals: await ctx.db.signal.count({ where }),
    blocked: new Set(open.map(({ accountId }) => accountId)).size === 2,
  };
}
