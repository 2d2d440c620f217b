import { Prisma } from '../../../prisma/generated/client.ts';
import { uuid } from '../../platform/sql.ts';
import type { Delivery } from '../delivery.ts';
import { NOW } from '../sql.ts';
import type { UpdateClaim } from './claim-updates.ts';

/**
 * Sends a thread to another destination, or anew to the same one: its root is posted again, as it reads now,
 * and what has not been said yet follows it. What stands where it was is left behind, and known as that: the
 * old root is to go, the replies under it may stay where nobody else reads. Does nothing when the lease is lost.
 */
export async function move(
  d: Pick<Delivery, 'db' | 'toClear'>,
  claim: { message: { id: string }; leaseToken: string } | UpdateClaim,
  { destination, reason }: { destination: string; reason: string },
): Promise<void> {
  const { leaseToken } = claim;
  // Who holds one of its messages, or its update, may. The thread is locked before its messages, as in taking down.
  const held =
    'turn' in claim
      ? Prisma.sql`SELECT workspace_id, key AS thread FROM outbox_threads
                    WHERE workspace_id = ${uuid(claim.workspace.id)} AND key = ${claim.thread}
                      AND lease_token = ${uuid(leaseToken)} FOR UPDATE`
      : Prisma.sql`SELECT m.workspace_id, m.thread
                     FROM outbox_threads t JOIN outbox_messages m ON m.workspace_id = t.workspace_id AND m.thread = t.key
                    WHERE m.id = ${uuid(claim.message.id)} AND m.lease_token = ${uuid(leaseToken)} FOR UPDATE`;
  const rows = await d.db.$executeRaw`
    WITH held AS (${held}), opened AS (
      INSERT INTO outbox_lanes (workspace_id, key, next_send_at)
      SELECT workspace_id, ${destination}, ${NOW} FROM held ON CONFLICT DO NOTHING
    ), left_behind AS (
      INSERT INTO outbox_left_behind (workspace_id, channel, ts, message_id, kind, urgent, not_before, left_at)
      SELECT m.workspace_id, m.slack_channel, m.slack_ts, m.id, m.kind, COALESCE(l.not_private = 'shared', FALSE),
             CASE WHEN m.slack_ts = t.slack_ts OR l.not_private = 'shared' THEN ${NOW} END, ${NOW}
        FROM held
        JOIN outbox_threads t ON t.workspace_id = held.workspace_id AND t.key = held.thread
        JOIN outbox_messages m ON m.workspace_id = t.workspace_id AND m.thread = t.key
        LEFT JOIN outbox_lanes l ON l.workspace_id = t.workspace_id AND l.key = t.lane
       WHERE m.state = 'sent' AND m.slack_channel = t.slack_channel AND m.slack_ts IS NOT NULL
         AND (m.slack_ts = t.slack_ts OR t.lane <> ${destination})
      ON CONFLICT DO NOTHING
    ), moved AS (
      UPDATE outbox_threads t
         SET lane = ${destination}, slack_channel = NULL, slack_ts = NULL, attempt = 0, not_before = ${NOW},
             lease_token = NULL, lease_until = NULL
        FROM held WHERE t.workspace_id = held.workspace_id AND t.key = held.thread
    ), again AS (
      SELECT m.id, TRUE AS fresh FROM held JOIN outbox_messages m
          ON m.workspace_id = held.workspace_id AND m.thread = held.thread
       WHERE m.lease_token = ${uuid(leaseToken)}
          OR (m.is_root AND (m.state IN ('sent', 'blocked', 'withheld') OR (m.state = 'skipped' AND m.error = ${TAKEN_DOWN}))
              AND m.seq = (SELECT max(r.seq) FROM outbox_messages r
                            WHERE r.workspace_id = m.workspace_id AND r.thread = m.thread AND r.is_root))
      UNION ALL
      SELECT m.id, FALSE FROM held JOIN outbox_messages m
          ON m.workspace_id = held.workspace_id AND m.thread = held.thread
       WHERE m.state = 'pending' OR (m.state IN ('blocked', 'withheld') AND NOT m.is_root)
    )
    UPDATE outbox_messages m
       SET state = 'pending', lane = ${destination}, error = ${reason}, lease_token = NULL, lease_until = NULL,
           attempt = CASE WHEN fresh THEN 0 ELSE attempt END,
           not_before = CASE WHEN fresh THEN ${NOW} ELSE not_before END,
           first_attempt_at = CASE WHEN fresh THEN NULL ELSE first_attempt_at END,
           slack_channel = CASE WHEN fresh THEN NULL ELSE slack_channel END,
           slack_ts = CASE WHEN fresh THEN NULL ELSE slack_ts END
      FROM again WHERE m.id = again.id`;
  d.toClear ||= rows > 0;
}

/** What the row of a root says that was taken down and has nowhere else to go. */
export const TAKEN_DOWN = 'taken_down';
