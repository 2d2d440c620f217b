import { randomUUID } from 'node:crypto';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Claim } from './claim.ts';
import { type Delivery, LEASE_MS } from './delivery.ts';
import { UPDATES } from './refresh.ts';
import { inMs } from './sql.ts';

/** A root message that does not show the latest state. `message` is the root's. */
export type UpdateClaim = Pick<
  Claim,
  'message' | 'workspace' | 'lane' | 'blocked' | 'thread' | 'desired' | 'attempt' | 'leaseToken' | 'claimedAt'
> & { threadChannel: string; threadTs: string };

type Row = Omit<UpdateClaim, 'message' | 'workspace' | 'leaseToken' | 'claimedAt'> &
  Pick<UpdateClaim['message'], 'id' | 'kind' | 'memberId' | 'data' | 'dedupeKey'> & {
    subjectType: string;
    subjectId: string;
    workspaceId: string;
    slackTeamId: string;
    botUserId: string;
  };

/** chat.update is allowed 50 times a minute and workspace, chat.postMessage once a second and channel. */
const UPDATE_PACE = 1.2;

/**
 * Takes root messages to be brought up to date, one update in flight for each. What somebody waits for
 * is taken as it comes, but for a pause that Slack asked for; the rest is paced, one at a time for each
 * workspace. A lease that ran out is an update whose outcome is unknown, and counts as an attempt.
 */
export async function claimUpdates(
  d: Delivery,
  what: 'urgent' | 'calm',
  limit: number,
): Promise<UpdateClaim[]> {
  const leaseToken = randomUUID();
  const claimedAt = d.clock.wall();
  const urgent = what === 'urgent';
  const pace = urgent
    ? Prisma.empty
    : Prisma.sql`JOIN outbox_lanes pace ON pace.workspace_id = w.id AND pace.key = ${UPDATES} AND pace.next_send_at <= now()`;
  const lock = urgent ? Prisma.empty : Prisma.sql`FOR UPDATE OF pace SKIP LOCKED`;
  const paced = urgent
    ? Prisma.empty
    : Prisma.sql`, paced AS (
        UPDATE outbox_lanes l SET next_send_at = ${inMs(d.paceMs * UPDATE_PACE)}
          FROM picked p WHERE l.workspace_id = p.workspace_id AND l.key = ${UPDATES})`;
  const each = urgent || d.paceMs === 0 ? limit : 1;
  const rows = await d.db.$queryRaw<Row[]>`
    WITH picked AS (
      SELECT t.workspace_id, t.key, w.slack_team_id, w.bot_user_id
        FROM ${d.served.active} w ${pace}
       CROSS JOIN LATERAL (
         SELECT t.workspace_id, t.key FROM outbox_threads t
          WHERE t.workspace_id = w.id AND t.desired_version > t.applied_version AND t.urgent = ${urgent}::boolean
            AND t.slack_ts IS NOT NULL AND t.not_before <= now() AND (t.lease_until IS NULL OR t.lease_until < now())
          ORDER BY t.not_before LIMIT ${each}::int FOR UPDATE SKIP LOCKED) t
       WHERE NOT EXISTS (
               SELECT 1 FROM outbox_lanes p
                WHERE p.workspace_id = w.id AND p.key = ${UPDATES} AND p.paused_until > now())
       LIMIT ${limit}::int ${lock}
    )${paced}
    UPDATE outbox_threads t
       SET attempt = t.attempt + CASE WHEN t.lease_until IS NULL THEN 0 ELSE 1 END,
           lease_token = ${leaseToken}::uuid, lease_until = ${inMs(LEASE_MS)}
      FROM picked p
      JOIN LATERAL (SELECT m.* FROM outbox_messages m
                     WHERE m.workspace_id = p.workspace_id AND m.thread = p.key AND m.is_root
                     ORDER BY m.seq DESC LIMIT 1) root ON TRUE
      LEFT JOIN outbox_lanes l ON l.workspace_id = p.workspace_id AND l.key = root.lane
     WHERE t.workspace_id = p.workspace_id AND t.key = p.key
    RETURNING root.id, root.kind, root.subject_type AS "subjectType", root.subject_id AS "subjectId",
              root.member_id AS "memberId", root.data, root.dedupe_key AS "dedupeKey", t.workspace_id AS "workspaceId",
              p.slack_team_id AS "slackTeamId", p.bot_user_id AS "botUserId", t.lane, t.key AS thread, t.attempt,
              t.slack_channel AS "threadChannel", t.slack_ts AS "threadTs", t.desired_version AS desired,
              CASE WHEN l.blocked_at IS NULL THEN NULL ELSE COALESCE(l.blocked_reason, 'blocked') END AS blocked`;
  return rows.map((row) => {
    const { id, kind, memberId, data, dedupeKey, lane, blocked, thread, desired, attempt } = row;
    return {
      message: { id, kind, subject: { type: row.subjectType, id: row.subjectId }, memberId, data, dedupeKey },
      workspace: { id: row.workspaceId, slackTeamId: row.slackTeamId, botUserId: row.botUserId },
      ...{
        lane,
        blocked,
        thread,
        desired,
        attempt,
        threadChannel: row.threadChannel,
        threadTs: row.threadTs,
      },
      leaseToken,
      claimedAt,
    };
  });
}
