import type { TxCtx } from '../platform/ctx.ts';
import { SAFE_FOR_MS } from './channel-safety.ts';
import type { Subject } from './message.ts';
import { inMs, NOW } from './sql.ts';

/** The lane that paces a workspace's updates: chat.update is limited per workspace, not per channel. */
export const UPDATES = 'chat.update';

/**
 * Asks for every root message of the subject to be brought up to date. Edits are not queued: a message
 * gets the latest state once. `urgent` is for what somebody clicked and is looking at; it goes before
 * everything else.
 */
export async function refresh(ctx: TxCtx, subject: Subject, { urgent }: { urgent: boolean }): Promise<void> {
  const workspaceId = ctx.workspace.id;
  await ctx.tx.$executeRaw`
    WITH pace AS (
      INSERT INTO outbox_lanes (workspace_id, key, next_send_at) VALUES (${workspaceId}::uuid, ${UPDATES}, ${NOW})
      ON CONFLICT DO NOTHING
    ), stale AS (
      UPDATE outbox_threads SET desired_version = desired_version + 1, urgent = urgent OR ${urgent}::boolean,
             not_before = CASE WHEN ${urgent}::boolean AND attempt = 0 THEN LEAST(not_before, ${NOW}) ELSE not_before END
       WHERE workspace_id = ${workspaceId}::uuid AND subject_type = ${subject.type} AND subject_id = ${subject.id}::uuid
      RETURNING key
    )
    SELECT pg_notify('baton_outbox', '') WHERE EXISTS (SELECT 1 FROM stale)`;
}

/**
 * Asks for every root message in a lane to be looked at again. Call it when a channel was shared: what
 * speaks of a customer is then taken down there and goes to a DM. It waits until no process still
 * remembers the channel as safe.
 */
export async function refreshLane(ctx: TxCtx, lane: string): Promise<void> {
  const workspaceId = ctx.workspace.id;
  await ctx.tx.$executeRaw`
    WITH pace AS (
      INSERT INTO outbox_lanes (workspace_id, key, next_send_at) VALUES (${workspaceId}::uuid, ${UPDATES}, ${NOW})
      ON CONFLICT DO NOTHING
    )
    UPDATE outbox_threads SET desired_version = desired_version + 1, not_before = ${inMs(SAFE_FOR_MS)}
     WHERE workspace_id = ${workspaceId}::uuid AND lane = ${lane} AND slack_ts IS NOT NULL`;
}
