import { randomUUID } from 'node:crypto';
import { Prisma } from '../../../prisma/generated/client.ts';
import { uuid } from '../../platform/sql.ts';
import { type Delivery, LEASE_MS } from '../delivery.ts';
import { UPDATES } from '../refresh.ts';
import { inMs } from '../sql.ts';
import { type Claim, type Lease, messageSql, WORKSPACE } from './claim.ts';
import { METHOD_PACE, roomFor } from './limits.ts';

/** A root message that does not show the latest state. `message` is the root's. */
export type UpdateClaim = Omit<Claim, 'said' | 'root' | 'threadDestination'> & {
  threadChannel: string;
  threadTs: string;
  /** When the next update of the workspace may be made, on account of this one; null where updates have no pace. */
  turn: Date | null;
};

/**
 * Takes root messages to be brought up to date, one update in flight for each. What somebody waits for
 * is taken as it comes, but for a pause that Slack asked for and the gentle time after it; the rest is paced,
 * one at a time for each workspace. A lease that ran out is an update whose outcome is unknown, and counts
 * as an attempt.
 */
export async function claimUpdates(
  d: Delivery,
  what: 'urgent' | 'calm',
  limit: number,
): Promise<UpdateClaim[]> {
  const leaseToken = randomUUID();
  const claimedAt = d.clock.wall();
  const due = Prisma.sql`t.workspace_id = w.id AND t.desired_version > t.applied_version
    AND t.urgent = ${what === 'urgent'}::boolean AND t.slack_ts IS NOT NULL AND t.not_before <= now()
    AND (t.lease_until IS NULL OR t.lease_until < now())`;
  const { room, paced } = roomFor({
    served: d.served.active,
    method: UPDATES,
    wanted: Prisma.sql`EXISTS (SELECT 1 FROM outbox_threads t WHERE ${due})`,
    limit,
    ...(what === 'calm' ? { calmMs: Math.round(d.paceMs * METHOD_PACE) } : {}),
  });
  const rows = await d.db.$queryRaw<Omit<UpdateClaim, keyof Lease>[]>`
    WITH ${room}, picked AS (
      SELECT t.workspace_id, t.key, w.slack_team_id, w.bot_user_id
        FROM room w
       CROSS JOIN LATERAL (
         SELECT t.workspace_id, t.key FROM outbox_threads t WHERE ${due}
          ORDER BY t.not_before LIMIT w.room FOR UPDATE SKIP LOCKED) t
       LIMIT ${limit}::int
    ), ${paced}
    UPDATE outbox_threads t
       SET attempt = t.attempt + CASE WHEN t.lease_until IS NULL THEN 0 ELSE 1 END,
           lease_token = ${uuid(leaseToken)}, lease_until = ${inMs(LEASE_MS)}
      FROM picked p
      JOIN LATERAL (SELECT r.* FROM outbox_messages r
                     WHERE r.workspace_id = p.workspace_id AND r.thread = p.key AND r.is_root
                     ORDER BY r.seq DESC LIMIT 1) m ON TRUE
      LEFT JOIN outbox_lanes l ON l.workspace_id = p.workspace_id AND l.key = m.lane
      LEFT JOIN paced ON paced.workspace_id = p.workspace_id
     WHERE t.workspace_id = p.workspace_id AND t.key = p.key
    RETURNING ${messageSql(d.kinds)} AS message, ${WORKSPACE} AS workspace, t.lane AS destination, t.key AS thread, t.attempt,
              t.slack_channel AS "threadChannel", t.slack_ts AS "threadTs", t.desired_version AS desired,
              CASE WHEN l.blocked_at IS NULL THEN NULL ELSE COALESCE(l.blocked_reason, 'blocked') END AS blocked,
              l.not_private AS "notPrivate", paced.next_send_at AS turn`;
  return rows.map((row) => ({ ...row, leaseToken, claimedAt }));
}
