import { Prisma } from '../../../prisma/generated/client.ts';
import type { Ctx, Tx, TxCtx, WorkspaceRef } from '../../platform/ctx.ts';
import { uuid } from '../../platform/sql.ts';
import { transact } from '../../platform/transact.ts';
import type { Delivery, NotPrivate } from '../delivery.ts';
import { isDm } from '../message.ts';
import { CLOSED_LOOK_MS, SHARED_LOOK_MS } from '../send/backoff.ts';
import type { Claim } from '../send/claim.ts';
import { inMs, NOW } from '../sql.ts';
import { takeDown } from './take-down.ts';

/**
 * Closes a lane, puts back what was to go there and, if the lane was open, tells the admins: all in one
 * transaction. Messages stay, and are moved to their fallback when their turn comes.
 */
export async function blockLane(
  d: Delivery,
  { workspace, destination: lane }: Pick<Claim, 'workspace' | 'destination'>,
  reason: string,
  putBack: (tx: Tx) => Promise<unknown>,
): Promise<void> {
  const look = isDm(lane) ? Prisma.sql`NULL` : inMs(CLOSED_LOOK_MS);
  const closed = await transact(deliveryJob(d, workspace), async (tx) => {
    const rows = await tx.tx.$executeRaw`
      UPDATE outbox_lanes SET blocked_at = ${NOW}, blocked_reason = ${reason}, recheck_at = ${look}
       WHERE workspace_id = ${uuid(workspace.id)} AND key = ${lane} AND blocked_at IS NULL`;
    await putBack(tx.tx);
    if (rows === 1) await d.onLaneBlocked(tx, { lane, reason });
    return rows === 1;
  });
  if (closed)
    d.log.warn({ workspaceId: workspace.id, lane, reason }, 'channel is closed to us; its messages move');
}

/**
 * People who must not read of customers read this lane, or nobody can tell: the admins hear of it, and the lane is
 * looked at, with all that stands there; where that was found before, it is looked at anew, since something is to be
 * said there. What was said in this thread is taken down at once, if others read it for
 * certain. The lane stays open for the rest.
 */
export async function foundNotPrivate(
  d: Delivery,
  claim: Pick<Claim, 'workspace' | 'destination' | 'thread' | 'notPrivate'>,
  why: NotPrivate,
): Promise<void> {
  const { workspace, destination: lane, thread } = claim;
  await transact(deliveryJob(d, workspace), async (ctx) => {
    if (claim.notPrivate === null)
      await ctx.tx.$executeRaw`
        UPDATE outbox_lanes SET not_private = ${why}, recheck_at = ${NOW}
         WHERE workspace_id = ${uuid(workspace.id)} AND key = ${lane} AND not_private IS NULL`;
    else
      await ctx.tx.$executeRaw`
        UPDATE outbox_lanes SET recheck_at = LEAST(recheck_at, ${inMs(SHARED_LOOK_MS)})
         WHERE workspace_id = ${uuid(workspace.id)} AND key = ${lane} AND not_private IS NOT NULL`;
    await d.onLaneBlocked(ctx, { lane, reason: why });
  });
  if (why === 'shared') await takeDown(d, { workspace, lane, thread });
  d.toClear = true;
}

/**
 * Slack did not grant the app what a call needs. That concerns the message, and no other: it waits, the admins hear of
 * it, and the workspace goes on.
 */
export async function tellOfScope(
  d: Delivery,
  { workspace, destination: lane }: Pick<Claim, 'workspace' | 'destination'>,
  scope: string,
): Promise<void> {
  d.log.error({ workspaceId: workspace.id, lane, scope }, 'Slack did not grant a scope; what needs it waits');
  await transact(deliveryJob(d, workspace), (ctx) =>
    d.onLaneBlocked(ctx, { lane, reason: 'missing_scope', scope }),
  );
}

export function deliveryJob(d: Delivery, workspace: WorkspaceRef): Ctx {
  return { workspace, actor: { type: 'job', name: 'delivery' }, now: d.clock.now(), db: d.db, log: d.log };
}

/**
 * Opens a lane again, as when the bot was invited back: what could go nowhere goes there, and what was left there
 * or could not be brought up to date is seen to. Delivery is woken only when that changed something: most calls
 * are for lanes that are open.
 */
export async function unblockLane(ctx: TxCtx, lane: string): Promise<void> {
  const workspaceId = ctx.workspace.id;
  await ctx.tx.$executeRaw`
    WITH opened AS (
      UPDATE outbox_lanes SET blocked_at = NULL, blocked_reason = NULL
       WHERE workspace_id = ${uuid(workspaceId)} AND key = ${lane} AND blocked_at IS NOT NULL
      RETURNING 1
    ), freed AS (
      UPDATE outbox_messages SET state = 'pending', error = NULL
       WHERE workspace_id = ${uuid(workspaceId)} AND lane = ${lane} AND state = 'blocked'
      RETURNING 1
    ), stale AS (
      UPDATE outbox_threads SET not_before = ${NOW}
       WHERE workspace_id = ${uuid(workspaceId)} AND key IN (
               SELECT key FROM outbox_threads
                WHERE workspace_id = ${uuid(workspaceId)} AND lane = ${lane} AND desired_version > applied_version
                  AND not_before > now()
                ORDER BY key FOR UPDATE)
    ), left_there AS (
      UPDATE outbox_left_behind SET not_before = ${NOW}, attempt = 0
       WHERE workspace_id = ${uuid(workspaceId)} AND channel = ${lane} AND not_before > now()
      RETURNING 1
    )
    SELECT pg_notify('baton_outbox', '')
     WHERE EXISTS (SELECT 1 FROM opened) OR EXISTS (SELECT 1 FROM freed) OR EXISTS (SELECT 1 FROM left_there)`;
}

/** Slack refuses our token: nothing of this workspace is sent until it works again. */
export async function blockWorkspace(d: Delivery, workspace: WorkspaceRef, reason: string): Promise<void> {
  const rows = await d.db.$executeRaw`
    UPDATE workspaces SET state = 'blocked', blocked_reason = ${reason}
     WHERE id = ${uuid(workspace.id)} AND state = 'active'`;
  if (rows === 1)
    d.log.error({ workspaceId: workspace.id, reason }, 'Slack refused our token; delivery stands still');
}
