import { Prisma } from '../../prisma/generated/client.ts';
import type { Db, Tx, TxCtx } from '../platform/ctx.ts';
import { instant, uuid, uuids } from '../platform/sql.ts';
import { type Source, stamp } from './account.ts';
import { findAccounts } from './find/find-accounts.ts';

export interface ParentWish {
  childId: string;
  parentId: string;
}

/** Child id → parent id. */
export type Parents = ReadonlyMap<string, string | null>;

/** The children whose wish would put them under themselves. The others hold together, whatever their order. */
export function inCircles(wishes: readonly ParentWish[], stored: Parents): Set<string> {
  const parents = new Map(stored);
  for (const { childId, parentId } of wishes) parents.set(childId, parentId);
  const refused = new Set<string>();
  for (const { childId } of wishes) {
    if (!isAbove(childId, parents.get(childId) ?? null, parents)) continue;
    refused.add(childId);
    parents.set(childId, stored.get(childId) ?? null);
  }
  return refused;
}

/** Whether going up from `start` one meets `id`; `start` itself counts. */
export function isAbove(id: string, start: string | null, parents: Parents): boolean {
  const seen = new Set<string>();
  for (let at = start; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
    if (at === id) return true;
    seen.add(at);
  }
  return false;
}

/** Who is above the survivor once `from` has become `into`; everybody below `from` is then below `into`. */
export function parentAfterMerge(fromId: string, intoId: string, parents: Parents): string | null {
  const [own, other] = [parents.get(intoId) ?? null, parents.get(fromId) ?? null];
  // It stood below the merged one, whose place it takes.
  if (isAbove(fromId, own, parents)) return other;
  if (own !== null) return own;
  return isAbove(intoId, other, parents) ? null : other;
}

/** These accounts and all above them: who is whose parent. */
export async function loadParents(
  db: Db | Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Parents> {
  const rows = await db.$queryRaw<{ id: string; parentId: string | null }[]>(Prisma.sql`
    WITH RECURSIVE up AS (
      SELECT id, parent_id FROM accounts WHERE workspace_id = ${uuid(workspaceId)} AND id = ANY(${uuids(ids)})
       UNION
      SELECT a.id, a.parent_id FROM up JOIN accounts a ON a.id = up.parent_id AND a.workspace_id = ${uuid(workspaceId)}
    )
    SELECT id, parent_id AS "parentId" FROM up`);
  return new Map(rows.map(({ id, parentId }) => [id, parentId]));
}

/** Puts accounts below others, and returns the children that it left where they were: they would be in a circle. */
export async function writeParents(
  ctx: TxCtx,
  wishes: readonly ParentWish[],
  source: Source,
): Promise<Set<string>> {
  const workspaceId = ctx.workspace.id;
  const ids = wishes.flatMap(({ childId, parentId }) => [childId, parentId]);
  const found = await findAccounts(
    ctx.tx,
    workspaceId,
    ids.map((id) => ({ id })),
  );
  const nowOf = new Map(found.map((one, i) => [ids[i], one && one !== 'ambiguous' ? one.id : null]));
  const moves = wishes.flatMap((wish) => {
    const [childId, parentId] = [nowOf.get(wish.childId), nowOf.get(wish.parentId)];
    return childId && parentId ? [{ wish, childId, parentId }] : [];
  });
  const circular = inCircles(moves, await loadParents(ctx.tx, workspaceId, ids));
  const refused = new Set(
    moves.filter(({ childId }) => circular.has(childId)).map(({ wish }) => wish.childId),
  );
  const kept = moves.filter(({ childId }) => !circular.has(childId));
  if (kept.length === 0) return refused;
  await ctx.tx.$executeRaw`
    UPDATE accounts AS a
       SET parent_id = p.id, provenance = a.provenance || ${JSON.stringify(stamp(['parentId'], source, ctx.now))}::jsonb,
           updated_at = ${instant(ctx.now)}
      FROM jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) AS w ("childId" uuid, "parentId" uuid)
      JOIN accounts p ON p.id = w."parentId" AND p.workspace_id = ${uuid(workspaceId)}
     WHERE a.id = w."childId" AND a.workspace_id = ${uuid(workspaceId)} AND a.parent_id IS DISTINCT FROM p.id`;
  return refused;
}
