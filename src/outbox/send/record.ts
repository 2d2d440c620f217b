import { Prisma } from '../../../prisma/generated/client.ts';
import type { Db, Tx } from '../../platform/ctx.ts';
import { uuid } from '../../platform/sql.ts';
import type { Delivery } from '../delivery.ts';
import { blockLane, blockWorkspace, tellOfScope } from '../readers/block.ts';
import { UPDATES } from '../refresh.ts';
import { inMs, NOW } from '../sql.ts';
import { CLOSED_LOOK_MS, SCOPE_MS, SHARED_LOOK_MS } from './backoff.ts';
import type { Claim } from './claim.ts';
import type { UpdateClaim } from './claim-updates.ts';
import { move } from './move.ts';
import { type OfMessage, type Outcome, type Sent, WAITS_FOR_ROOT } from './outcome.ts';
import { writeUpdate } from './record-update.ts';

// Every write is fenced by the lease: who lost it meanwhile writes nothing.

/** What was claimed: a message, one in doubt, or an update of one. */
type Claimed = Pick<Claim, 'workspace' | 'destination' | 'leaseToken'> & {
  message: { id: string };
  desired: number;
};
type Fenced = Pick<Claimed, 'message' | 'leaseToken' | 'desired'>;

/** Writes what became of what was claimed, once, and what follows from it for its destination and its workspace. */
export async function record(d: Delivery, claim: Claimed | UpdateClaim, outcome: Outcome): Promise<void> {
  const later = (tx: Db | Tx, ms: number, error: string) =>
    write(d, tx, claim, { is: 'later', ms, error, counts: false });
  switch (outcome.is) {
    case 'moving':
      return move(d, claim, outcome);
    case 'laneClosed':
      return blockLane(d, claim, outcome.reason, (tx) => later(tx, 0, outcome.reason));
    case 'unscoped':
      await tellOfScope(d, claim, outcome.scope);
      return later(d.db, SCOPE_MS, 'missing_scope');
    case 'workspaceClosed':
      await blockWorkspace(d, claim.workspace, outcome.reason);
      return later(d.db, 0, outcome.reason);
    default:
      return write(d, d.db, claim, outcome);
  }
}

async function write(
  d: Delivery,
  db: Db | Tx,
  claim: Claimed | UpdateClaim,
  outcome: OfMessage,
): Promise<void> {
  if ('turn' in claim) return writeUpdate(db, claim, outcome);
  if (outcome.is === 'waiting') return writeWaiting(db, claim, outcome);
  if (outcome.is !== 'sent') return set(db, claim, columnsOf(outcome));
  const { message, leaseToken, desired } = claim;
  const { channel, ts, certain } = outcome;
  const sent = { message, leaseToken, desired, channel, ts, certain };
  // One whose thread somebody holds is waited for by itself, so that it keeps no other.
  const isWritten = (await d.recordSent(sent)) || (await writeSent(db, [sent]))[0] === true;
  if (!isWritten && certain)
    d.log.warn({ messageId: claim.message.id }, 'posted after its lease was lost; looking will find it');
}

function columnsOf(outcome: Exclude<OfMessage, { is: 'sent' | 'waiting' }>): Prisma.Sql {
  switch (outcome.is) {
    case 'uncertain':
      return Prisma.sql`state = 'uncertain', error = ${outcome.error}, not_before = ${inMs(outcome.ms)}`;
    case 'again':
      return Prisma.sql`state = 'pending', error = 'sent_again', not_before = ${inMs(outcome.ms)}`;
    case 'later':
      return Prisma.sql`state = 'pending', error = ${outcome.error}, not_before = ${inMs(outcome.ms)},
                        attempt = attempt - ${outcome.counts ? 0 : 1}::int,
                        first_attempt_at = CASE WHEN attempt = 1 THEN NULL ELSE first_attempt_at END`;
    case 'following':
      return Prisma.sql`state = 'pending', lane = ${outcome.destination}, not_before = ${NOW}, attempt = 0, first_attempt_at = NULL`;
    case 'ended':
      return Prisma.sql`state = ${outcome.state}::message_state, error = ${outcome.error}`;
  }
}

async function set(db: Db | Tx, claim: Fenced, columns: Prisma.Sql): Promise<void> {
  await db.$executeRaw`
    UPDATE outbox_messages SET ${columns}, lease_token = NULL, lease_until = NULL
     WHERE id = ${uuid(claim.message.id)} AND lease_token = ${uuid(claim.leaseToken)}`;
}

/**
 * They are in Slack. A root gives its place to its thread. One that was found by looking is not `certain`: which version
 * it shows is then unknown, and the latest is sent as an update, which needs the lane that paces updates. Where somebody
 * found meanwhile that others read a lane, it is looked at again, and this taken down. Threads and lanes are locked in
 * their order, as by everybody who locks several. Returns which of them were written: those that still had
 * their lease, and where threads that are held are skipped, not those of them.
 */
export async function writeSent(
  db: Db | Tx,
  sent: readonly Sent[],
  { skipHeld = false } = {},
): Promise<boolean[]> {
  const given = sent.map(({ message, leaseToken: lease, desired, channel, ts, certain }) => ({
    id: message.id,
    lease,
    desired,
    channel,
    ts,
    certain,
  }));
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH given AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${JSON.stringify(given)}::json)
                 AS g (id uuid, lease uuid, desired int, channel text, ts text, certain boolean)
    ), held AS MATERIALIZED (
      SELECT g.* FROM given g JOIN outbox_messages m ON m.id = g.id AND m.lease_token = g.lease
        JOIN outbox_threads t ON t.workspace_id = m.workspace_id AND t.key = m.thread
       ORDER BY t.workspace_id, t.key FOR UPDATE OF t ${skipHeld ? Prisma.sql`SKIP LOCKED` : Prisma.empty}
    ), done AS (
      UPDATE outbox_messages m
         SET state = 'sent', slack_channel = h.channel, slack_ts = h.ts, sent_at = ${NOW}, error = NULL,
             lease_token = NULL, lease_until = NULL
        FROM held h WHERE m.id = h.id AND m.lease_token = h.lease
      RETURNING m.workspace_id, m.thread, m.lane, m.is_root, h.*
    ), rooted AS (
      UPDATE outbox_threads t
         SET slack_channel = done.channel, slack_ts = done.ts, attempt = 0,
             urgent = urgent AND (desired_version > done.desired OR NOT certain),
             desired_version = desired_version + CASE WHEN certain THEN 0 ELSE 1 END,
             applied_version = CASE WHEN certain THEN GREATEST(applied_version, LEAST(done.desired, desired_version))
                                    ELSE applied_version END
        FROM done WHERE done.is_root AND t.workspace_id = done.workspace_id AND t.key = done.thread
    ), others_read AS MATERIALIZED (
      SELECT l.workspace_id, l.key FROM outbox_lanes l JOIN done ON l.workspace_id = done.workspace_id AND l.key = done.lane
       WHERE l.not_private IS NOT NULL ORDER BY l.workspace_id, l.key FOR UPDATE OF l
    ), looked_at AS (
      UPDATE outbox_lanes l SET recheck_at = ${NOW}
        FROM others_read o WHERE l.workspace_id = o.workspace_id AND l.key = o.key
      RETURNING 1
    ), pace AS (
      INSERT INTO outbox_lanes (workspace_id, key, next_send_at)
      SELECT DISTINCT workspace_id, ${UPDATES}, ${NOW} FROM done WHERE is_root AND NOT certain
      ON CONFLICT DO NOTHING
    )
    SELECT id, (SELECT pg_notify('baton_outbox', '')::text FROM looked_at LIMIT 1) FROM done`;
  return sent.map(({ message }) => rows.some(({ id }) => id === message.id));
}

/**
 * Its lane is looked at now and then, since what frees it is an event, and events get lost. It keeps its place. Where
 * the lane was freed meanwhile it is tried again at once, unless it is its root that it waits for.
 */
async function writeWaiting(
  db: Db | Tx,
  claim: Claimed,
  { state, error }: { state: 'blocked' | 'withheld'; error: string },
): Promise<void> {
  const ms = state === 'withheld' ? SHARED_LOOK_MS : CLOSED_LOOK_MS;
  await db.$executeRaw`
    WITH looked_at AS (
      -- Who reads a person's DM is no question: only channels are looked at.
      UPDATE outbox_lanes SET recheck_at = CASE WHEN key ~ '^[CG]' THEN LEAST(recheck_at, ${inMs(ms)}) ELSE recheck_at END
       WHERE workspace_id = ${uuid(claim.workspace.id)} AND key = ${claim.destination}
      RETURNING ${error}::text = ${WAITS_FOR_ROOT} OR blocked_at IS NOT NULL OR not_private IS NOT NULL AS closed
    )
    UPDATE outbox_messages
       SET state = CASE WHEN (SELECT closed FROM looked_at) THEN ${state}::message_state ELSE 'pending' END, error = ${error}, attempt = 0, first_attempt_at = NULL,
           lease_token = NULL, lease_until = NULL
     WHERE id = ${uuid(claim.message.id)} AND lease_token = ${uuid(claim.leaseToken)}`;
}
