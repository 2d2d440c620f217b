import { Prisma } from '../../../prisma/generated/client.ts';
import type { Db, Tx } from '../../platform/ctx.ts';
import { uuid } from '../../platform/sql.ts';
import { inMs, NOW } from '../sql.ts';
import { backoffMs, CLOSED_LOOK_MS, SHARED_LOOK_MS } from './backoff.ts';
import type { UpdateClaim } from './claim-updates.ts';
import type { OfMessage } from './outcome.ts';

/** An update whose outcome was unknown may still land on top of the latest: that one goes again after this. */
const GO_AGAIN_MS = 30_000;

/** Writes what became of an update, where its thread still has the lease. */
export async function writeUpdate(db: Db | Tx, claim: UpdateClaim, outcome: OfMessage): Promise<void> {
  await db.$executeRaw`
    UPDATE outbox_threads t SET ${columnsOf(claim, outcome)}, lease_token = NULL, lease_until = NULL
     WHERE t.workspace_id = ${uuid(claim.workspace.id)} AND t.key = ${claim.thread}
       AND t.lease_token = ${uuid(claim.leaseToken)}`;
}

function columnsOf(claim: UpdateClaim, outcome: OfMessage): Prisma.Sql {
  switch (outcome.is) {
    case 'sent':
    case 'ended': {
      // After an attempt whose outcome was unknown the latest goes once more: the lost one may land after it.
      const again = claim.attempt > 0 && !(outcome.is === 'ended' && outcome.state === 'dead');
      return Prisma.sql`
        applied_version = GREATEST(applied_version, LEAST(${claim.desired}::int, desired_version)),
        urgent = urgent AND desired_version > ${claim.desired}::int, attempt = 0,
        desired_version = desired_version + ${again ? 1 : 0}::int,
        not_before = CASE WHEN ${again}::boolean THEN ${inMs(GO_AGAIN_MS)} ELSE not_before END`;
    }
    case 'waiting':
      // Tried again at once where its lane was opened, or is private again, meanwhile.
      return Prisma.sql`
        not_before = CASE WHEN EXISTS (
          SELECT 1 FROM outbox_lanes l WHERE l.workspace_id = t.workspace_id AND l.key = t.lane
             AND (l.blocked_at IS NOT NULL OR l.not_private IS NOT NULL))
          THEN ${inMs(outcome.state === 'withheld' ? SHARED_LOOK_MS : CLOSED_LOOK_MS)} ELSE ${NOW} END`;
    case 'later':
      return Prisma.sql`not_before = ${inMs(outcome.ms)}, attempt = attempt + ${outcome.counts ? 1 : 0}::int`;
    // It is not looked for: the latest goes once more.
    case 'uncertain':
      return Prisma.sql`not_before = ${inMs(backoffMs(claim.attempt + 1))}, attempt = attempt + 1`;
    case 'again':
    case 'following':
      throw new Error(`an update is never ${outcome.is}`);
  }
}
