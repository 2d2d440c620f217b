import type { Ctx, Tx, TxCtx, WorkspaceRef } from '../platform/ctx.ts';
import { transact } from '../platform/transact.ts';
import type { Delivery } from './delivery.ts';
import { NOW } from './sql.ts';

/**
 * Closes a lane, puts back what was to go there and, if the lane was open, tells the admins: all in one
 * transaction. Messages stay, and are moved to their fallback when their turn comes.
 */
export async function blockLane(
  d: Delivery,
  { workspace, lane }: { workspace: WorkspaceRef; lane: string },
  reason: string,
  putBack: (tx: Tx) => Promise<unknown>,
): Promise<void> {
  const closed = await transact(deliveryJob(d, workspace), async (tx) => {
    const rows = await tx.tx.$executeRaw`
      UPDATE outbox_lanes SET blocked_at = ${NOW}, blocked_reason = ${reason}
       WHERE workspace_id = ${workspace.id}::uuid AND key = ${lane} AND blocked_at IS NULL`;
    await putBack(tx.tx);
    if (rows === 1) await d.onLaneBlocked(tx, { lane, reason });
    return rows === 1;
  });
  if (closed)
    d.log.warn({ workspaceId: workspace.id, lane, reason }, 'channel is closed to us; its messages move');
}

/** People who must not read of customers read this channel: the admins hear of it. The lane stays open. */
export async function tellOfOutsiders(
  d: Delivery,
  { workspace, lane }: { workspace: WorkspaceRef; lane: string },
): Promise<void> {
  await transact(deliveryJob(d, workspace), (ctx) => d.onLaneBlocked(ctx, { lane, reason: 'shared' }));
}

/**
 * Slack did not grant the app what a call needs. That concerns the message, and no other: it waits, the admins hear of
 * it, and the workspace goes on.
 */
export async function tellOfScope(
  d: Delivery,
  { workspace, lane }: { workspace: WorkspaceRef; lane: string },
  scope: string,
): Promise<void> {
  d.log.error({ workspaceId: workspace.id, lane, scope }, 'Slack did not grant a scope; what needs it waits');
  await transact(deliveryJob(d, workspace), (ctx) =>
    d.onLaneBlocked(ctx, { lane, reason: 'missing_scope', scope }),
  );
}

function deliveryJob(d: Delivery, workspace: WorkspaceRef): Ctx {
  return { workspace, actor: { type: 'job', name: 'delivery' }, now: d.clock.now(), db: d.db, log: d.log };
}

/**
 * Opens a lane again, as when the bot was invited back, and lets what could go nowhere go there. Delivery
 * is woken only when that changed something: most calls are for lanes that are open.
 */
export async function unblockLane(ctx: TxCtx, lane: string): Promise<void> {
  const workspaceId = ctx.workspace.id;
  await ctx.tx.$executeRaw`
    WITH opened AS (
      UPDATE outbox_lanes SET blocked_at = NULL, blocked_reason = NULL
       WHERE workspace_id = ${workspaceId}::uuid AND key = ${lane} AND blocked_at IS NOT NULL
      RETURNING 1
    ), freed AS (
      UPDATE outbox_messages SET state = 'pending', not_before = ${NOW}, error = NULL
       WHERE workspace_id = ${workspaceId}::uuid AND lane = ${lane} AND state = 'blocked'
      RETURNING 1
    )
    SELECT pg_notify('baton_outbox', '') WHERE EXISTS (SELECT 1 FROM opened) OR EXISTS (SELECT 1 FROM freed)`;
}

/** Slack refuses our token: nothing of this workspace is sent until it works again. */
export async function blockWorkspace(d: Delivery, workspace: WorkspaceRef, reason: string): Promise<void> {
  const rows = await d.db.$executeRaw`
    UPDATE workspaces SET state = 'blocked', blocked_reason = ${reason}
     WHERE id = ${workspace.id}::uuid AND state = 'active'`;
  if (rows === 1)
    d.log.error({ workspaceId: workspace.id, reason }, 'Slack refused our token; delivery stands still');
}
