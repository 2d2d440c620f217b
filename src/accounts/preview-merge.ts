import type { Db } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { findAccounts } from './find-accounts.ts';
import type { MergePreview } from './merge-preview.ts';

/** Counts what would go from one account to the other. */
export async function previewMerge(
  ctx: { db: Db; workspace: { id: string } },
  { fromId, intoId }: { fromId: string; intoId: string },
): Promise<MergePreview | Refusal> {
  const workspaceId = ctx.workspace.id;
  const [from, into] = await findAccounts(ctx.db, workspaceId, [{ id: fromId }, { id: intoId }]);
  if (!from || !into || from === 'ambiguous' || into === 'ambiguous')
    return refuse('not_found', 'One of the two accounts does not exist any more.', 'into');
  if (from.id === into.id)
    return refuse('same_account', 'An account cannot be merged into itself. Pick another one.', 'into');
  const where = { workspaceId, accountId: from.id };
  const open = await ctx.db.risk.findMany({
    where: { workspaceId, accountId: { in: [from.id, into.id] }, state: { in: ['open', 'claimed'] } },
    select: { id: true },
    take: 2,
  });
  return {
    from: { id: from.id, name: from.name },
    into: { id: into.id, name: into.name },
    handoffs: await ctx.db.handoff.count({ where }),
    risks: await ctx.db.risk.count({ where }),
    signals: await ctx.db.signal.count({ where }),
    // An account has one open risk at most: two are one of each.
    blocked: open.length === 2,
  };
}
