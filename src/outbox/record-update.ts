import type { Db, Tx } from '../platform/ctx.ts';
import type { UpdateClaim } from './claim-updates.ts';
import { inMs, NOW } from './sql.ts';

// Fenced by the thread's lease, as the records of messages are by theirs.

/** An update whose outcome was unknown may still land on top of the latest: that one goes again after this. */
const GO_AGAIN_MS = 30_000;

/**
 * The root shows the version that was claimed, or needs none. After an attempt whose outcome was unknown
 * the latest goes once more, later, because the lost one may land after it.
 */
export async function settleUpdate(db: Db | Tx, claim: UpdateClaim): Promise<boolean> {
  const again = claim.attempt > 0;
  const rows = await db.$executeRaw`
    UPDATE outbox_threads
       SET applied_version = GREATEST(applied_version, LEAST(${claim.desired}::int, desired_version)),
           urgent = urgent AND desired_version > ${claim.desired}::int, attempt = 0,
           desired_version = desired_version + ${again ? 1 : 0}::int,
           not_before = CASE WHEN ${again}::boolean THEN ${inMs(GO_AGAIN_MS)} ELSE not_before END,
           lease_token = NULL, lease_until = NULL
     WHERE workspace_id = ${claim.workspace.id}::uuid AND key = ${claim.thread}
       AND lease_token = ${claim.leaseToken}::uuid`;
  return rows === 1;
}

/** It waits `ms` and the latest is sent then. `counts`: the attempt may have reached Slack, or failed by itself. */
export async function releaseUpdate(
  db: Db | Tx,
  claim: UpdateClaim,
  { ms, counts }: { ms: number; counts: boolean },
): Promise<boolean> {
  const rows = await db.$executeRaw`
    UPDATE outbox_threads
       SET not_before = ${inMs(ms)}, attempt = attempt + ${counts ? 1 : 0}::int,
           lease_token = NULL, lease_until = NULL
     WHERE workspace_id = ${claim.workspace.id}::uuid AND key = ${claim.thread}
       AND lease_token = ${claim.leaseToken}::uuid`;
  return rows === 1;
}

/** It waits for its lane to be open and private, and is tried again at once where that has come about meanwhile. */
export async function awaitLane(db: Db, claim: UpdateClaim, ms: number): Promise<void> {
  await db.$executeRaw`
    UPDATE outbox_threads t
       SET not_before = CASE WHEN EXISTS (
             SELECT 1 FROM outbox_lanes l WHERE l.workspace_id = t.workspace_id AND l.key = t.lane
                AND (l.blocked_at IS NOT NULL OR l.not_private IS NOT NULL)) THEN ${inMs(ms)} ELSE ${NOW} END,
           lease_token = NULL, lease_until = NULL
     WHERE t.workspace_id = ${claim.workspace.id}::uuid AND t.key = ${claim.thread}
       AND t.lease_token = ${claim.leaseToken}::uuid`;
}
