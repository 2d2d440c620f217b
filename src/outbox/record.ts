import { Prisma } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';
import type { Claim } from './claim.ts';
import { UPDATES } from './refresh.ts';
import { inMs, NOW } from './sql.ts';

// Every write is fenced by the lease: who lost it meanwhile writes nothing, and is told by `false`.

interface Fenced {
  message: { id: string };
  leaseToken: string;
}

/**
 * It is in Slack. A root gives its place to its thread. `certain` is false when it was found by looking:
 * which version it shows is then unknown, and the latest is sent as an update, which needs the lane that paces updates.
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
      RETURNING workspace_id, thread, is_root
    ), rooted AS (
      UPDATE outbox_threads t
         SET slack_channel = ${channel}, slack_ts = ${ts}, attempt = 0,
             urgent = urgent AND (desired_version > ${claim.desired}::int OR NOT ${certain}::boolean),
             desired_version = desired_version + ${certain ? 0 : 1}::int,
             applied_version = CASE WHEN ${certain}::boolean
                                    THEN GREATEST(applied_version, LEAST(${claim.desired}::int, desired_version))
                                    ELSE applied_version END
        FROM done WHERE done.is_root AND t.workspace_id = done.workspace_id AND t.key = done.thread
    ), pace AS (
      INSERT INTO outbox_lanes (workspace_id, key, next_send_at)
      SELECT workspace_id, ${UPDATES}, ${NOW} FROM done WHERE is_root AND NOT ${certain}::boolean
      ON CONFLICT DO NOTHING
    )
    SELECT 1 FROM done`;
  return rows === 1;
}

/** Nothing was sent. It waits `ms` and is tried again; `counts` is false for what was no failure of its own. */
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

/** It may have been sent: it will be looked for. */
export async function recordUncertain(
  db: Db | Tx,
  claim: Fenced,
  ms: number,
  error: string,
): Promise<boolean> {
  return write(db, claim, Prisma.sql`state = 'uncertain', error = ${error}, not_before = ${inMs(ms)}`);
}

/** It ends here: skipped (nothing left to say), blocked (no way to say it), held or dead. The row stays. */
export async function recordEnd(
  db: Db | Tx,
  claim: Fenced,
  state: 'skipped' | 'blocked' | 'held' | 'dead',
  error: string | null,
): Promise<boolean> {
  return write(db, claim, Prisma.sql`state = ${state}::message_state, error = ${error}`);
}

/** Its thread has moved and it follows, to be sent from there. */
export async function recordMoved(db: Db | Tx, claim: Fenced, lane: string): Promise<boolean> {
  return write(
    db,
    claim,
    Prisma.sql`state = 'pending', lane = ${lane}, not_before = ${NOW}, attempt = 0, first_attempt_at = NULL`,
  );
}

/** Slack asked for a pause: this message and its lane wait, the others go on. */
export async function recordRateLimited(
  db: Db | Tx,
  claim: Fenced & Pick<Claim, 'workspace' | 'lane'>,
  ms: number,
) {
  return (
    (await db.$executeRaw`
      WITH paused AS (
        UPDATE outbox_lanes SET next_send_at = GREATEST(next_send_at, ${inMs(ms)})
         WHERE workspace_id = ${claim.workspace.id}::uuid AND key = ${claim.lane}
      )
      UPDATE outbox_messages
         SET state = 'pending', error = 'ratelimited', not_before = ${inMs(ms)}, attempt = attempt - 1,
             first_attempt_at = CASE WHEN attempt = 1 THEN NULL ELSE first_attempt_at END,
             lease_token = NULL, lease_until = NULL
       WHERE id = ${claim.message.id}::uuid AND lease_token = ${claim.leaseToken}::uuid`) === 1
  );
}

async function write(db: Db | Tx, claim: Fenced, set: Prisma.Sql): Promise<boolean> {
  const rows = await db.$executeRaw`
    UPDATE outbox_messages SET ${set}, lease_token = NULL, lease_until = NULL
     WHERE id = ${claim.message.id}::uuid AND lease_token = ${claim.leaseToken}::uuid`;
  return rows === 1;
}
