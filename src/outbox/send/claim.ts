import { randomUUID } from 'node:crypto';
import { Prisma } from '../../../prisma/generated/client.ts';
import type { WorkspaceRef } from '../../platform/ctx.ts';
import { texts, uuid } from '../../platform/sql.ts';
import { type Delivery, LEASE_MS, type NotPrivate } from '../delivery.ts';
import type { Message } from '../message.ts';
import { inMs, NOW } from '../sql.ts';
import { waitingLanes } from './waiting-lanes.ts';

/** Where a claimed message stands in its thread, and the lease that fences its record. */
export interface Claim extends Lease {
  message: Message;
  workspace: WorkspaceRef;
  destination: string;
  /** Why its destination is closed, or null. */
  blocked: string | null;
  /** Why no customer is spoken of there, or null: nobody has found a reason. */
  notPrivate: NotPrivate | null;
  /** It was said before: its root was taken down, or moves. */
  said: boolean;
  thread: string;
  root: boolean;
  attempt: number;
  threadDestination: string;
  threadChannel: string | null;
  threadTs: string | null;
  /** Read before rendering, so that a change made meanwhile is not taken for applied. */
  desired: number;
}

/** What a process adds to the rows it has claimed at once. */
export interface Lease {
  leaseToken: string;
  claimedAt: Date;
}

/** SQL: row `m` of messages, as its kind sees it. Whether a later one asks the same is looked up where that matters. */
export const messageSql = (kinds: Delivery['kinds']): Prisma.Sql => Prisma.sql`jsonb_build_object(
  'id', m.id, 'kind', m.kind, 'subject', jsonb_build_object('type', m.subject_type, 'id', m.subject_id),
  'memberId', m.member_id, 'data', m.data, 'dedupeKey', m.dedupe_key,
  'isLatest', NOT m.is_root OR m.kind <> ALL (${texts(kindsThatAskOnce(kinds))}) OR NOT EXISTS (
    SELECT 1 FROM outbox_messages later
     WHERE later.workspace_id = m.workspace_id AND later.subject_type = m.subject_type
       AND later.subject_id = m.subject_id AND later.kind = m.kind AND later.is_root AND later.id > m.id
       AND later.member_id IS NOT DISTINCT FROM m.member_id))`;

const kindsThatAskOnce = (kinds: Delivery['kinds']): string[] =>
  Object.keys(kinds).filter((kind) => kinds[kind]?.onlyLastAsks);

/** SQL: the workspace of `m`, of which `p` has the rest. */
export const WORKSPACE = Prisma.sql`jsonb_build_object(
  'id', p.workspace_id, 'slackTeamId', p.slack_team_id, 'botUserId', p.bot_user_id)`;

/** Before every lane. */
export const START = { workspaceId: '00000000-0000-0000-0000-000000000000', lane: '' };

/**
 * Takes up to `limit` messages that may go out now, at most one per lane, and writes the lane's pace and
 * the lease in the same statement. A message waits for the earlier ones of its thread, so that a reply
 * finds its root; an earlier reply that is held for later is not waited for. Lanes are taken round and
 * round, from where the last claim stopped. Blocked lanes are taken without pace: their messages are moved.
 *
 * The lookups are subqueries that cannot be turned into joins: the statement has to be quick on tables
 * whose statistics are missing or old, as an outbox's always are.
 */
export async function claimMessages(d: Delivery, limit: number): Promise<Claim[]> {
  const leaseToken = randomUUID();
  const claimedAt = d.clock.wall();
  // By the database's clock: this process's may be wrong.
  const business = inMs(d.clock.now().getTime() - claimedAt.getTime());
  const ahead = Prisma.sql`(m.workspace_id, m.lane) > (${uuid(d.cursor.workspaceId)}, ${d.cursor.lane})`;
  const behind = Prisma.sql`(m.workspace_id, m.lane) <= (${uuid(d.cursor.workspaceId)}, ${d.cursor.lane})`;
  const rows = await d.db.$queryRaw<(Omit<Claim, keyof Lease> & { place: number })[]>`
    WITH served AS ${d.served.active}, waiting AS (
      ${waitingLanes(ahead)} UNION ALL ${waitingLanes(behind)}
    ), picked AS (
      SELECT l.*, m.*, row_number() OVER () AS place
        FROM waiting
       CROSS JOIN LATERAL (
         SELECT l.workspace_id, l.key, waiting.slack_team_id, waiting.bot_user_id,
                CASE WHEN l.blocked_at IS NOT NULL THEN COALESCE(l.blocked_reason, 'blocked') END AS blocked,
                l.not_private
           FROM outbox_lanes l
          WHERE l.workspace_id = waiting.workspace_id AND l.key = waiting.lane
            AND (l.next_send_at <= now() OR l.blocked_at IS NOT NULL)
            FOR UPDATE OF l SKIP LOCKED) l
       CROSS JOIN LATERAL (
         SELECT m.id, m.thread FROM outbox_messages m
          WHERE m.state = 'pending' AND m.workspace_id = l.workspace_id AND m.lane = l.key AND m.not_before <= now()
            AND (m.hold_until IS NULL OR m.hold_until <= ${business})
            AND (SELECT e.id FROM outbox_messages e
                  WHERE e.workspace_id = m.workspace_id AND e.thread = m.thread AND e.id <> m.id
                    AND e.state IN ('pending', 'sending', 'uncertain')
                    AND (e.state <> 'pending' OR (e.seq < m.seq AND
                         (e.is_root OR e.hold_until IS NULL OR e.hold_until <= ${business})))
                  LIMIT 1) IS NULL
          ORDER BY m.not_before LIMIT 1) m
       LIMIT ${limit}::int
    ), paced AS (
      UPDATE outbox_lanes l SET next_send_at = ${inMs(d.paceMs)}
        FROM picked p WHERE l.workspace_id = p.workspace_id AND l.key = p.key
    )
    UPDATE outbox_messages m
       SET state = 'sending', attempt = m.attempt + 1, lease_token = ${uuid(leaseToken)}, lease_until = ${inMs(LEASE_MS)},
           first_attempt_at = COALESCE(m.first_attempt_at, ${NOW}),
           tried_channel = t.slack_channel,
           tried_under = CASE WHEN m.is_root THEN NULL ELSE t.slack_ts END
      FROM picked p JOIN outbox_threads t ON t.workspace_id = p.workspace_id AND t.key = p.thread
     WHERE m.id = p.id AND m.state = 'pending'
    RETURNING ${messageSql(d.kinds)} AS message, ${WORKSPACE} AS workspace, m.lane AS destination, m.thread, m.is_root AS root, m.attempt,
              p.blocked, p.not_private AS "notPrivate", m.sent_at IS NOT NULL AS said, p.place::int,
              t.lane AS "threadDestination", t.slack_channel AS "threadChannel", t.slack_ts AS "threadTs",
              t.desired_version AS desired`;
  const last = rows.toSorted((a, b) => a.place - b.place).at(-1);
  d.cursor = last === undefined ? START : { workspaceId: last.workspace.id, lane: last.destination };
  return rows.map((row) => ({ ...row, leaseToken, claimedAt }));
}

/**
 * What a process held when it died, or held too long: nobody knows whether it went out. It is looked
 * for, never simply sent again. Returns how many were found.
 */
export async function expireLeases(d: Pick<Delivery, 'db' | 'served'>): Promise<number> {
  return d.db.$executeRaw`
    UPDATE outbox_messages
       SET state = 'uncertain', error = 'lease_expired', lease_token = NULL, lease_until = NULL, not_before = ${NOW}
     WHERE id IN (SELECT m.id FROM outbox_messages m JOIN ${d.served.active} w ON w.id = m.workspace_id
                   WHERE m.state = 'sending' AND m.lease_until < now()
                   ORDER BY m.lease_until LIMIT 100 FOR UPDATE OF m SKIP LOCKED)`;
}
