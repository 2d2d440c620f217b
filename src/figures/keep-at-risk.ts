import type { Tx } from '../platform/ctx.ts';
import { uuid } from '../platform/sql.ts';
import type { Settings } from '../settings/catalogue.ts';
import { exposed } from './exposed.ts';
import type { Scope } from './scope.ts';

/**
 * Keeps what is at risk with a scheduled run that was made, for the next to be compared with, and forgets what runs of its
 * subscription before the latest two kept. In the transaction that makes the run.
 */
export async function keepAtRisk(
  ctx: { tx: Tx; workspace: { id: string }; now: Date },
  run: { id: string; subscriptionId: string },
  scope: Scope,
  settings: Settings,
): Promise<void> {
  const workspaceId = ctx.workspace.id;
  await ctx.tx.$executeRaw`
    INSERT INTO digest_items (run_id, account_id, workspace_id, arr, currency, amount, config_version)
    SELECT ${uuid(run.id)}, id, ${uuid(workspaceId)}, arr, currency, amount, config_version
      FROM (${exposed(ctx, scope, settings)}) AS exposed`;
  await ctx.tx.$executeRaw`
    DELETE FROM digest_items WHERE workspace_id = ${uuid(workspaceId)} AND run_id IN (
      SELECT r.id FROM digest_runs r
       WHERE r.subscription_id = ${uuid(run.subscriptionId)} AND r.workspace_id = ${uuid(workspaceId)}
         AND r.day IS NOT NULL
       ORDER BY r.made_at DESC, r.id DESC OFFSET 2)`;
}
