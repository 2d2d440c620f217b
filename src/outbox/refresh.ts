import type { Db, TxCtx } from '../platform/ctx.ts';
import type { Served } from '../workspaces/served.ts';
import { channelKey, SAFE_FOR_MS } from './channel-safety.ts';
import type { Subject } from './message.ts';
import { inMs, NOW } from './sql.ts';

/** The lane that paces a workspace's updates: chat.update is limited per workspace, not per channel. */
export const UPDATES = 'chat.update';

/** Longer than any process may take what it learned of a channel for granted, a post in flight included. */
const RECHECK_MS = SAFE_FOR_MS + 60_000;
const AT_ONCE = 1000;

// Threads are locked in the order of their keys, so that two of these never wait for each other.

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
    ), shown AS (
      SELECT key FROM outbox_threads
       WHERE workspace_id = ${workspaceId}::uuid AND subject_type = ${subject.type} AND subject_id = ${subject.id}::uuid
       ORDER BY key FOR UPDATE
    ), stale AS (
      UPDATE outbox_threads t SET desired_version = desired_version + 1, urgent = urgent OR ${urgent}::boolean,
             not_before = CASE WHEN ${urgent}::boolean AND attempt = 0 THEN LEAST(not_before, ${NOW}) ELSE not_before END
        FROM shown WHERE t.workspace_id = ${workspaceId}::uuid AND t.key = shown.key
      RETURNING t.key
    )
    SELECT pg_notify('baton_outbox', '') WHERE EXISTS (SELECT 1 FROM stale)`;
}

/**
 * The readers of a channel may have changed: what speaks of a customer there is looked at again, and taken
 * down if it must be. Every process that listens forgets at once what it knew of the channel. One that does
 * not hear it may still post or edit there, so that `recheckLanes` looks once more when none can.
 */
export async function refreshLane(ctx: TxCtx, lane: string): Promise<void> {
  const workspaceId = ctx.workspace.id;
  await ctx.tx.$executeRaw`
    WITH lanes AS (
      INSERT INTO outbox_lanes (workspace_id, key, next_send_at, recheck_at)
      VALUES (${workspaceId}::uuid, ${UPDATES}, ${NOW}, NULL),
             (${workspaceId}::uuid, ${lane}, ${NOW}, ${inMs(RECHECK_MS)})
      ON CONFLICT (workspace_id, key) DO UPDATE SET recheck_at = excluded.recheck_at WHERE excluded.recheck_at IS NOT NULL
    ), there AS (
      SELECT key FROM outbox_threads WHERE workspace_id = ${workspaceId}::uuid AND lane = ${lane}
       ORDER BY key LIMIT ${AT_ONCE}::int FOR UPDATE
    ), stale AS (
      UPDATE outbox_threads t SET desired_version = desired_version + 1
        FROM there WHERE t.workspace_id = ${workspaceId}::uuid AND t.key = there.key
    )
    SELECT pg_notify('baton_outbox', ${channelKey(ctx.workspace, lane)})`;
}

interface Rechecking {
  db: Db;
  served: Served;
}

/** Asks for whatever stands in channels whose second look is due to be looked at again. */
export async function recheckLanes({ db, served }: Rechecking): Promise<void> {
  while ((await recheckSome({ db, served })) > 0);
}

/** One channel, as many threads as one statement may take. What it has raised is not before `recheck_at` any more. */
function recheckSome({ db, served }: Rechecking): Promise<number> {
  return db.$executeRaw`
    WITH due AS (
      SELECT l.workspace_id, l.key, l.recheck_at FROM outbox_lanes l JOIN ${served.active} w ON w.id = l.workspace_id
       WHERE l.recheck_at <= now() ORDER BY l.recheck_at LIMIT 1 FOR UPDATE OF l SKIP LOCKED
    ), there AS (
      SELECT t.workspace_id, t.key FROM due JOIN outbox_threads t ON t.workspace_id = due.workspace_id AND t.lane = due.key
       WHERE t.not_before < due.recheck_at ORDER BY t.key LIMIT ${AT_ONCE}::int FOR UPDATE OF t
    ), stale AS (
      UPDATE outbox_threads t SET desired_version = desired_version + 1, not_before = ${NOW}
        FROM there WHERE t.workspace_id = there.workspace_id AND t.key = there.key
    ), told AS (
      SELECT pg_notify('baton_outbox', workspace_id || ' ' || key) FROM due
    )
    UPDATE outbox_lanes l
       SET recheck_at = CASE WHEN (SELECT count(*) FROM there) < ${AT_ONCE}::int THEN NULL ELSE l.recheck_at END
      FROM due, told WHERE l.workspace_id = due.workspace_id AND l.key = due.key`;
}
