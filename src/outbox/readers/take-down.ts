import { Prisma } from '../../../prisma/generated/client.ts';
import type { Db, WorkspaceRef } from '../../platform/ctx.ts';
import { uuid } from '../../platform/sql.ts';
import type { Delivery } from '../delivery.ts';
import { NOW } from '../sql.ts';

/** In one statement; there are as many as it takes. */
const SOME = 500;

/** What is to be taken down: all of a lane, or one thread of it. */
interface Place {
  workspace: Pick<WorkspaceRef, 'id'>;
  lane: string;
  thread?: string;
}

/**
 * Others read this lane: what we said of customers there is to go, roots and replies, also those of threads that have
 * moved since. From here on it is left behind, urgently; its threads are said anew where that may be. Returns how many
 * messages that is.
 */
export async function takeDown(d: Pick<Delivery, 'db' | 'kinds' | 'toClear'>, place: Place): Promise<number> {
  const about = Object.keys(d.kinds).filter((kind) => d.kinds[kind]?.about === 'customer');
  let all = place.thread === undefined ? await hurryLeftBehind(d.db, place, about) : 0;
  for (;;) {
    const some = await takeDownSome(d.db, place, about);
    all += some;
    if (some < SOME) break;
  }
  d.toClear ||= all > 0;
  return all;
}

/** Threads are locked in the order of their keys, as by everybody who locks several. */
function takeDownSome(db: Db, { workspace, lane, thread }: Place, about: string[]): Promise<number> {
  const only = thread === undefined ? Prisma.empty : Prisma.sql`AND m.thread = ${thread}`;
  return db.$executeRaw`
    WITH found AS MATERIALIZED (
      SELECT m.id, m.thread FROM outbox_messages m
       WHERE m.workspace_id = ${uuid(workspace.id)} AND m.slack_channel = ${lane} AND m.slack_ts IS NOT NULL
         AND m.state = 'sent' AND m.kind = ANY(${about}) ${only}
       ORDER BY m.thread, m.seq LIMIT ${SOME}::int
    ), there AS (
      SELECT m.id, m.workspace_id, m.thread, m.kind, m.slack_ts, COALESCE(m.slack_ts = t.slack_ts, FALSE) AS is_root
        FROM found
        JOIN outbox_threads t ON t.workspace_id = ${uuid(workspace.id)} AND t.key = found.thread
        JOIN outbox_messages m ON m.id = found.id AND m.slack_channel = ${lane} AND m.state = 'sent'
       ORDER BY t.key, m.seq FOR UPDATE OF t, m
    ), known AS (
      INSERT INTO outbox_left_behind (workspace_id, channel, ts, message_id, kind, urgent, not_before, left_at)
      SELECT workspace_id, ${lane}, slack_ts, id, kind, TRUE, ${NOW}, ${NOW} FROM there
      ON CONFLICT (workspace_id, channel, ts) DO UPDATE SET urgent = TRUE, not_before = excluded.not_before
    ), emptied AS (
      UPDATE outbox_threads t SET slack_channel = NULL, slack_ts = NULL, attempt = 0, lease_token = NULL, lease_until = NULL
        FROM there WHERE there.is_root AND t.workspace_id = there.workspace_id AND t.key = there.thread
    )
    UPDATE outbox_messages m
       SET slack_channel = NULL, slack_ts = NULL,
           state = CASE WHEN there.is_root THEN 'pending' ELSE m.state END, error = ${NOT_PRIVATE},
           attempt = CASE WHEN there.is_root THEN 0 ELSE m.attempt END,
           not_before = CASE WHEN there.is_root THEN ${NOW} ELSE m.not_before END,
           first_attempt_at = CASE WHEN there.is_root THEN NULL ELSE m.first_attempt_at END
      FROM there WHERE m.id = there.id`;
}

function hurryLeftBehind(db: Db, { workspace, lane }: Place, about: string[]): Promise<number> {
  return db.$executeRaw`
    UPDATE outbox_left_behind SET urgent = TRUE, not_before = ${NOW}, attempt = 0
     WHERE workspace_id = ${uuid(workspace.id)} AND channel = ${lane} AND kind = ANY(${about})
       AND (NOT urgent OR not_before > ${NOW})`;
}

/** Why a message is not said: people read its lane who must not read of customers. */
export const NOT_PRIVATE = 'not_private';
