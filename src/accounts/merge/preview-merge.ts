import type { ReadCtx } from '../../platform/ctx.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { findAccounts } from '../find/find-accounts.ts';
import { loadStored } from '../import/load-known.ts';
import { filledFrom, type LearntField, type MergePreview } from './merged-account.ts';

/** Counts what would go from one account to the other, and says what that would learn. */
export async function previewMerge(
  ctx: ReadCtx,
  { fromId, intoId }: { fromId: string; intoId: string },
): Promise<MergePreview | Refusal> {
  const workspaceId = ctx.workspace.id;
  const [from, into] = await findAccounts(ctx.db, workspaceId, [{ id: fromId }, { id: intoId }]);
  if (!from || !into || from === 'ambiguous' || into === 'ambiguous')
    return refuse('not_found', 'One of the two accounts no longer exists. Pick another one.', 'into');
  if (from.id === into.id)
    return refuse('same_account', 'That’s the same account. Pick another one.', 'into');
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
    learns: await learntBy(ctx, from.id, into.id),
    // An account has one open risk at most: two are one of each.
    blocked: open.length === 2,
  };
}

async function learntBy({ db, workspace }: ReadCtx, fromId: string, intoId: string): Promise<LearntField[]> {
  const ids = [fromId, intoId];
  const stored = await loadStored(db, workspace.id, ids, false);
  const [from, into] = ids.map((id) => stored.find((one) => one.id === id));
  if (!from || !into) return [];
  const reached = await db.account.findMany({
    where: { workspaceId: workspace.id, id: { in: ids }, firstValueOn: { not: null } },
    select: { id: true },
  });
  return [
    ...(Object.keys(filledFrom(from, into)) as LearntField[]),
    ...(from.coOwners.some((one) => !into.coOwners.includes(one)) ? (['coOwners'] as const) : []),
    ...(reached.length === 1 && reached[0]?.id === fromId ? (['firstValueOn'] as const) : []),
  ];
}
