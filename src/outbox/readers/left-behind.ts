import { randomUUID } from 'node:crypto';
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Db, WorkspaceRef } from '../../platform/ctx.ts';
import { classifySlackError, nothingDone, type SlackFailure } from '../../platform/slack/slack.ts';
import { uuid } from '../../platform/sql.ts';
import { type Delivery, LEASE_MS } from '../delivery.ts';
import { backoffMs } from '../send/backoff.ts';
import { WORKSPACE } from '../send/claim.ts';
import { pauseMethod, roomFor } from '../send/limits.ts';
import { joining } from '../send/post.ts';
import { inMs, NOW } from '../sql.ts';
import { blockWorkspace } from './block.ts';

/** The lane that stands for the method: Slack limits it for the workspace. */
export const DELETES = 'chat.delete';

/** A message that stands in Slack where it is not wanted any more. */
interface LeftBehind {
  workspace: WorkspaceRef;
  channel: string;
  ts: string;
  messageId: string;
  attempt: number;
  leaseToken: string;
}

/** Takes messages to be removed: those that others may be reading first. What may stay for now has no time. */
export async function claimLeftBehind(d: Delivery, limit: number): Promise<LeftBehind[]> {
  const leaseToken = randomUUID();
  const due = (urgent: boolean) => Prisma.sql`o.workspace_id = w.id AND o.urgent = ${urgent}::boolean
    AND o.not_before <= now() AND (o.lease_until IS NULL OR o.lease_until < now())`;
  const { room, paced } = roomFor({
    served: d.served.active,
    method: DELETES,
    wanted: Prisma.sql`EXISTS (SELECT 1 FROM outbox_left_behind o WHERE ${due(true)} OR ${due(false)})`,
    limit,
  });
  const some = (urgent: boolean) => Prisma.sql`
    (SELECT o.workspace_id, o.channel, o.ts FROM outbox_left_behind o WHERE ${due(urgent)}
      ORDER BY o.not_before LIMIT w.room FOR UPDATE SKIP LOCKED)`;
  const rows = await d.db.$queryRaw<Omit<LeftBehind, 'leaseToken'>[]>`
    WITH ${room}, picked AS (
      SELECT o.*, w.slack_team_id, w.bot_user_id FROM room w CROSS JOIN LATERAL (
        SELECT * FROM ${some(true)} others_read UNION ALL SELECT * FROM ${some(false)} nobody_else LIMIT w.room) o
       LIMIT ${limit}::int
    ), ${paced}
    UPDATE outbox_left_behind o
       SET attempt = o.attempt + 1, lease_token = ${uuid(leaseToken)}, lease_until = ${inMs(LEASE_MS)}
      FROM picked p WHERE o.workspace_id = p.workspace_id AND o.channel = p.channel AND o.ts = p.ts
    RETURNING o.channel, o.ts, o.message_id AS "messageId", o.attempt, ${WORKSPACE} AS workspace`;
  return rows.map((row) => ({ ...row, leaseToken }));
}

const HOUR = 60 * 60_000;
/** A closed channel is tried again after an hour, then twice as long each time, at most a week. */
const closedMs = (attempt: number) => Math.min(2 ** Math.min(attempt - 1, 20) * HOUR, 7 * 24 * HOUR);

/** Removes one. It is forgotten when it is gone; while its channel is closed to us, it waits for that to open. */
export async function removeLeftBehind(d: Delivery, left: LeftBehind): Promise<void> {
  const { workspace, channel, ts, attempt } = left;
  const client = d.slack(workspace);
  const outcome = await joining(d, workspace, channel, async () => {
    try {
      return { answer: await client.chat.delete({ channel, ts }) };
    } catch (error) {
      return { failure: nothingDone(classifySlackError(error)) };
    }
  });
  if ('answer' in outcome || outcome.failure.kind === 'messageNotFound') return forget(d.db, left);
  await waitFor(d, left, outcome.failure, attempt);
}

async function waitFor(d: Delivery, left: LeftBehind, failure: SlackFailure, attempt: number): Promise<void> {
  const { workspace, channel, messageId } = left;
  switch (failure.kind) {
    case 'rateLimited':
      await pauseMethod(d, workspace, DELETES, failure.retryAfterMs);
      return putBack(d.db, left, { ms: 0, counts: false });
    case 'tokenDead':
      await blockWorkspace(d, workspace, failure.code);
      return putBack(d.db, left, { ms: 0, counts: false });
    case 'channelGone':
    case 'notInChannel':
      return putBack(d.db, left, { ms: closedMs(attempt), counts: true });
    case 'unreachable':
      return putBack(d.db, left, { ms: backoffMs(attempt), counts: true });
    default:
      d.log.error(
        { workspaceId: workspace.id, channel, messageId, code: failure.code },
        'Slack does not let us remove a message; it is tried again',
      );
      return putBack(d.db, left, { ms: closedMs(attempt), counts: true });
  }
}

const itself = ({ workspace, channel, ts, leaseToken }: LeftBehind) => Prisma.sql`
  workspace_id = ${uuid(workspace.id)} AND channel = ${channel} AND ts = ${ts} AND lease_token = ${uuid(leaseToken)}`;

async function forget(db: Db, left: LeftBehind): Promise<void> {
  await db.$executeRaw`
    WITH gone AS (DELETE FROM outbox_left_behind WHERE ${itself(left)} RETURNING message_id, channel, ts)
    UPDATE outbox_messages m SET slack_channel = NULL, slack_ts = NULL
      FROM gone WHERE m.id = gone.message_id AND m.slack_channel = gone.channel AND m.slack_ts = gone.ts`;
}

async function putBack(
  db: Db,
  left: LeftBehind,
  { ms, counts }: { ms: number; counts: boolean },
): Promise<void> {
  await db.$executeRaw`
    UPDATE outbox_left_behind SET not_before = ${inMs(ms)}, attempt = attempt - ${counts ? 0 : 1}::int,
           lease_token = NULL, lease_until = NULL
     WHERE ${itself(left)}`;
}

const BATCH = 5_000;

/** A channel that has not opened for a year is given up: what stands there is not looked for any more. */
export async function forgetLeftBehind({ db, served }: Pick<Delivery, 'db' | 'served'>): Promise<void> {
  const some = () => db.$executeRaw`
    DELETE FROM outbox_left_behind WHERE ctid = ANY (ARRAY (
      SELECT o.ctid FROM outbox_left_behind o JOIN ${served.active} w ON w.id = o.workspace_id
       WHERE o.left_at < ${NOW} - interval '1 year' LIMIT ${BATCH}))`;
  while ((await some()) === BATCH);
}
