import type { TxCtx } from '../platform/ctx.ts';
import { instant, uuid, uuids } from '../platform/sql.ts';

/** Something that a health score or its band is made from has changed: those that have one are evaluated anew. */
export async function reevaluate(ctx: TxCtx, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return;
  await ctx.tx.$executeRaw`
    WITH due AS (
      UPDATE account_health SET due_at = least(due_at, ${instant(ctx.now)})
       WHERE workspace_id = ${uuid(ctx.workspace.id)} AND account_id = ANY(${uuids(accountIds)})
      RETURNING 1
    )
    SELECT pg_notify('baton_health', '') WHERE EXISTS (SELECT 1 FROM due)`;
}
