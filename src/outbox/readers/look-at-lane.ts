import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx, WorkspaceRef } from '../../platform/ctx.ts';
import { instant, uuid } from '../../platform/sql.ts';
import { transact } from '../../platform/transact.ts';
import { type Delivery, LEASE_MS, type NotPrivate } from '../delivery.ts';
import { CLOSED_LOOK_MS, SHARED_LOOK_MS } from '../send/backoff.ts';
import { WORKSPACE } from '../send/claim.ts';
import { inMs } from '../sql.ts';
import { blockWorkspace, deliveryJob, unblockLane } from './block.ts';
import { channelKey, lookAtChannel } from './channel-safety.ts';
import { takeDown } from './take-down.ts';

/** When Slack does not answer. */
const AGAIN_MS = 60_000;
/** Only of these can a look tell that they are over. */
const SEEN_TO_BE_OPEN = /^(is_archived|channel_not_found|not_in_channel)$/;

/** A channel whose readers may have changed, or that something waits for. */
interface Look {
  workspace: WorkspaceRef;
  lane: string;
  blocked: string | null;
  notPrivate: string | null;
  /** Somebody came, or the channel was shared: what cannot be told is taken for the worst. */
  changed: boolean;
  /** When it is looked at again if this look is lost. Another time means that there was another change. */
  lease: Date;
}

const inState = (state: 'pending' | 'blocked' | 'withheld') => Prisma.sql`EXISTS (
  SELECT 1 FROM outbox_messages m
   WHERE m.workspace_id = l.workspace_id AND m.lane = l.key AND m.state = ${Prisma.raw(`'${state}'`)})`;
/** SQL for a row `l` of lanes: something is to be said there, to be brought up to date, or to be removed. */
const isWaitedFor = Prisma.sql`(l.blocked_at IS NOT NULL OR ${inState('pending')} OR ${inState('blocked')} OR ${inState('withheld')}
  OR EXISTS (SELECT 1 FROM outbox_threads t WHERE t.workspace_id = l.workspace_id AND t.lane = l.key AND t.slack_ts IS NOT NULL)
  OR EXISTS (SELECT 1 FROM outbox_left_behind o WHERE o.workspace_id = l.workspace_id AND o.channel = l.key))`;

export function claimLooks(d: Delivery, limit: number): Promise<Look[]> {
  return d.db.$queryRaw<Look[]>`
    UPDATE outbox_lanes l SET recheck_at = ${inMs(LEASE_MS)}
      FROM (SELECT l.workspace_id, l.key, w.slack_team_id, w.bot_user_id
              FROM outbox_lanes l JOIN ${d.served.active} w ON w.id = l.workspace_id
             WHERE l.recheck_at <= now() ORDER BY l.recheck_at LIMIT ${limit}::int FOR UPDATE OF l SKIP LOCKED) p
     WHERE l.workspace_id = p.workspace_id AND l.key = p.key
    RETURNING ${WORKSPACE} AS workspace, l.key AS lane, l.blocked_reason AS blocked, l.not_private AS "notPrivate",
              COALESCE(l.recheck_until > now(), FALSE) AS changed, l.recheck_at AS lease`;
}

/** Looks who reads a channel, and does what follows for all that we said or want to say there. */
export async function lookAtLane(d: Delivery, look: Look): Promise<void> {
  const { workspace, lane } = look;
  d.channels.delete(channelKey(workspace, lane));
  const seen = await lookAtChannel(d, workspace, lane);
  if ('failure' in seen) {
    const { failure } = seen;
    if (failure.kind === 'tokenDead') await blockWorkspace(d, workspace, failure.code);
    const closed = failure.kind === 'channelGone' || failure.kind === 'notInChannel';
    const ms = failure.kind === 'rateLimited' ? failure.retryAfterMs : closed ? CLOSED_LOOK_MS : AGAIN_MS;
    // A channel that is closed, and that nothing waits for, is left alone.
    await d.db.$executeRaw`
      UPDATE outbox_lanes l SET recheck_at = CASE WHEN NOT ${closed}::boolean OR ${isWaitedFor} THEN ${inMs(ms)} END
       WHERE l.workspace_id = ${uuid(workspace.id)} AND l.key = ${lane} AND l.recheck_at = ${instant(look.lease)}`;
    return;
  }
  if (seen.readers !== 'private') await notPrivate(d, look, seen.readers);
  await transact(deliveryJob(d, workspace), async (ctx) => {
    await ctx.tx.$queryRaw`
      SELECT 1 FROM outbox_lanes WHERE workspace_id = ${uuid(workspace.id)} AND key = ${lane} FOR UPDATE`;
    if (seen.open && (look.blocked === null || SEEN_TO_BE_OPEN.test(look.blocked)))
      await unblockLane(ctx, lane);
    if (seen.readers === 'private') await free(ctx.tx, look);
    await setNextLook(ctx.tx, look);
  });
}

/** First it is written down, so that no process goes on; then all of it is taken down. */
async function notPrivate(d: Delivery, look: Look, why: NotPrivate): Promise<void> {
  const { workspace, lane } = look;
  await d.db.$executeRaw`
    UPDATE outbox_lanes SET not_private = ${why} WHERE workspace_id = ${uuid(workspace.id)} AND key = ${lane}`;
  // A channel of which Slack tells us nothing any more, though nobody came, may be as private as ever.
  if (why === 'readers_unknown' && !look.changed) return;
  const taken = await takeDown(d, { workspace, lane });
  if (taken === 0) return;
  d.log.info(
    { workspaceId: workspace.id, lane, taken },
    'others read a channel; what we said there is taken down',
  );
  await transact(deliveryJob(d, workspace), (ctx) => d.onLaneBlocked(ctx, { lane, reason: why }));
}

/** What was withheld goes out, in the order in which it was said; nothing has moved its time. */
async function free(tx: Tx, { workspace, lane }: Look): Promise<void> {
  await tx.$executeRaw`
    WITH freed AS (
      UPDATE outbox_messages SET state = 'pending', error = NULL
       WHERE workspace_id = ${uuid(workspace.id)} AND lane = ${lane} AND state = 'withheld'
    )
    UPDATE outbox_lanes SET not_private = NULL WHERE workspace_id = ${uuid(workspace.id)} AND key = ${lane}`;
}

/**
 * A change that came while we looked has set another time, which stands. A channel that others read is looked at often
 * while something waits for it, and else seldom: what comes there next is to find it as it is.
 */
async function setNextLook(tx: Tx, { workspace, lane, lease }: Look): Promise<void> {
  await tx.$executeRaw`
    UPDATE outbox_lanes l
       SET recheck_at = LEAST(
             CASE WHEN l.recheck_until > now() THEN l.recheck_until END,
             CASE WHEN l.blocked_at IS NOT NULL OR l.not_private IS NOT NULL THEN ${inMs(CLOSED_LOOK_MS)} END,
             CASE WHEN EXISTS (
                         SELECT 1 FROM outbox_messages m
                          WHERE m.workspace_id = l.workspace_id AND m.lane = l.key AND m.state = 'withheld')
                  THEN ${inMs(SHARED_LOOK_MS)} END)
     WHERE l.workspace_id = ${uuid(workspace.id)} AND l.key = ${lane} AND l.recheck_at = ${instant(lease)}`;
}
