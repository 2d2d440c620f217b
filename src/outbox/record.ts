import { Prisma } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';
import { CLOSED_LOOK_MS, FIRST_LOOK_MS, SCOPE_MS, SHARED_LOOK_MS } from './backoff.ts';
import { blockLane, blockWorkspace, tellOfScope } from './block.ts';
import type { Claim } from './claim.ts';
import type { Delivery } from './delivery.ts';
import { moveThread } from './move.ts';
import { type Outcome, WAITS_FOR_ROOT } from './outcome.ts';
import { UPDATES } from './refresh.ts';
import { inMs, NOW } from './sql.ts';

// Every write is fenced by the lease: who lost it meanwhile writes nothing, and is told by `false`.

interface Fenced {
  message: { id: string };
  leaseToken: string;
}

/** Writes what became of a claimed message, once. */
export async function record(d: Delivery, claim: Claim, outcome: Outcome): Promise<void> {
  switch (outcome.is) {
    case 'sent': {
      const { channel, ts } = outcome;
      if (!(await recordSent(d.db, claim, { channel, ts, certain: true })))
        d.log.warn({ messageId: claim.message.id }, 'posted after its lease was lost; looking will find it');
      return;
    }
    case 'uncertain':
      await recordUncertain(d.db, claim, FIRST_LOOK_MS, outcome.error);
      return;
    case 'later':
      await recordLater(d.db, claim, outcome);
      return;
    case 'following':
      await write(
        d.db,
        claim,
        Prisma.sql`state = 'pending', lane = ${outcome.lane}, not_before = ${NOW}, attempt = 0, first_attempt_at = NULL`,
      );
      return;
    case 'moving': {
      const fence = { messageId: claim.message.id, leaseToken: claim.leaseToken };
      await moveThread(d, fence, outcome.lane, outcome.reason);
      return;
    }
    case 'waiting':
      await recordWaiting(d.db, claim, outcome);
      return;
    case 'ended':
      await recordEnd(d.db, claim, outcome.state, outcome.error);
      return;
    case 'laneClosed': {
      const { reason } = outcome;
      await blockLane(d, claim, reason, (tx) =>
        recordLater(tx, claim, { ms: 0, error: reason, counts: false }),
      );
      return;
    }
    case 'unscoped':
      await tellOfScope(d, claim, outcome.scope);
      await recordLater(d.db, claim, { ms: SCOPE_MS, error: 'missing_scope', counts: false });
      return;
    case 'workspaceClosed':
      await blockWorkspace(d, claim.workspace, outcome.reason);
      await recordLater(d.db, claim, { ms: 0, error: outcome.reason, counts: false });
  }
}

/**
 * It is in Slack. A root gives its place to its thread. `certain` is false when it was found by looking:
 * which version it shows is then unknown, and the latest is sent as an update, which needs the lane that paces
 * updates. Where somebody found meanwhile that others read the lane, it is looked at again, and this taken down.
 */
export async function recordSent(
  db: Db | Tx,
  claim: Fenced & { desired: number },
  posted: { channel: string; ts: string; certain: boolean },
): Promise<boolean> {
  const { channel, ts, certain } = posted;
  const rows = await db.$executeRaw`
    WITH done AS (
      UPDATE outbox_messages
         SET state = 'sent', slack_channel = ${channel}, slack_ts = ${ts}, sent_at = ${NOW}, error = NULL,
             lease_token = NULL, lease_until = NULL
       WHERE id = ${claim.message.id}::uuid AND lease_token = ${claim.leaseToken}::uuid
      RETURNING workspace_id, thread, lane, is_root
    ), rooted AS (
      UPDATE outbox_threads t
         SET slack_channel = ${channel}, slack_ts = ${ts}, attempt = 0,
             urgent = urgent AND (desired_version > ${claim.desired}::int OR NOT ${certain}::boolean),
             desired_version = desired_version + ${certain ? 0 : 1}::int,
             applied_version = CASE WHEN ${certain}::boolean
                                    THEN GREATEST(applied_version, LEAST(${claim.desired}::int, desired_version))
                                    ELSE applied_version END
        FROM done WHERE done.is_root AND t.workspace_id = done.workspace_id AND t.key = done.thread
    ), looked_at AS (
      UPDATE outbox_lanes l SET recheck_at = ${NOW}
        FROM done WHERE l.workspace_id = done.workspace_id AND l.key = done.lane AND l.not_private IS NOT NULL
      RETURNING 1
    ), pace AS (
      INSERT INTO outbox_lanes (workspace_id, key, next_send_at)
      SELECT workspace_id, ${UPDATES}, ${NOW} FROM done WHERE is_root AND NOT ${certain}::boolean
      ON CONFLICT DO NOTHING
    )
    SELECT (SELECT pg_notify('baton_outbox', '')::text FROM looked_at) FROM done`;
  return rows === 1;
}

export async function recordLater(
  db: Db | Tx,
  claim: Fenced,
  { ms, error, counts }: { ms: number; error: string | null; counts: boolean },
): Promise<boolean> {
  return write(
    db,
    claim,
    Prisma.sql`state = 'pending', error = ${error}, not_before = ${inMs(ms)},
               attempt = attempt - ${counts ? 0 : 1}::int,
               first_attempt_at = CASE WHEN attempt = 1 THEN NULL ELSE first_attempt_at END`,
  );
}

export async function recordUncertain(
  db: Db | Tx,
  claim: Fenced,
  ms: number,
  error: string,
): Promise<boolean> {
  return write(db, claim, Prisma.sql`state = 'uncertain', error = ${error}, not_before = ${inMs(ms)}`);
}

export async function recordEnd(
  db: Db | Tx,
  claim: Fenced,
  state: 'skipped' | 'held' | 'dead',
  error: string | null,
): Promise<boolean> {
  return write(db, claim, Prisma.sql`state = ${state}::message_state, error = ${error}`);
}

/**
 * Its lane is looked at now and then, since what frees it is an event, and events get lost. It keeps its place. Where
 * the lane was freed meanwhile it is tried again at once, unless it is its root that it waits for.
 */
async function recordWaiting(
  db: Db,
  claim: Claim,
  { state, error }: { state: 'blocked' | 'withheld'; error: string },
): Promise<void> {
  const ms = state === 'withheld' ? SHARED_LOOK_MS : CLOSED_LOOK_MS;
  await db.$executeRaw`
    WITH looked_at AS (
      -- Who reads a person's DM is no question: only channels are looked at.
      UPDATE outbox_lanes SET recheck_at = CASE WHEN key ~ '^[CG]' THEN LEAST(recheck_at, ${inMs(ms)}) ELSE recheck_at END
       WHERE workspace_id = ${claim.workspace.id}::uuid AND key = ${claim.lane}
      RETURNING ${error}::text = ${WAITS_FOR_ROOT} OR blocked_at IS NOT NULL OR not_private IS NOT NULL AS closed
    )
    UPDATE outbox_messages
       SET state = CASE WHEN (SELECT closed FROM looked_at) THEN ${state}::message_state ELSE 'pending' END, error = ${error}, attempt = 0, first_attempt_at = NULL,
           lease_token = NULL, lease_until = NULL
     WHERE id = ${claim.message.id}::uuid AND lease_token = ${claim.leaseToken}::uuid`;
}

async function write(db: Db | Tx, claim: Fenced, set: Prisma.Sql): Promise<boolean> {
  const rows = await db.$executeRaw`
    UPDATE outbox_messages SET ${set}, lease_token = NULL, lease_until = NULL
     WHERE id = ${claim.message.id}::uuid AND lease_token = ${claim.leaseToken}::uuid`;
  return rows === 1;
}
