import { randomUUID } from 'node:crypto';
import type { WorkspaceRef } from '../../platform/ctx.ts';
import { uuid } from '../../platform/sql.ts';
import { type Delivery, LEASE_MS } from '../delivery.ts';
import { blockWorkspace } from '../readers/block.ts';
import { backoffMs, blindBackoffMs, MAX_BLIND_ATTEMPTS, SECOND_LOOK_MS } from '../send/backoff.ts';
import { WORKSPACE } from '../send/claim.ts';
import type { Outcome } from '../send/outcome.ts';
import { record } from '../send/record.ts';
import { inMs } from '../sql.ts';
import { lookUp } from './look-up.ts';

/** A message that may have gone out. */
interface Doubt {
  message: { id: string; kind: string };
  workspace: WorkspaceRef;
  destination: string;
  attempt: number;
  error: string | null;
  firstAttemptAt: Date;
  /** Where it was sent, also where its thread has moved since. */
  channel: string | null;
  rootTs: string | null;
  desired: number;
  leaseToken: string;
}

/** What the row says after the first look found nothing. */
const ABSENT_ONCE = 'absent_once';

/** Takes up to `limit` messages in doubt whose look is due. They stay uncertain while they are looked for. */
export async function claimDoubts(d: Delivery, limit: number): Promise<Doubt[]> {
  const leaseToken = randomUUID();
  const rows = await d.db.$queryRaw<Omit<Doubt, 'leaseToken'>[]>`
    WITH picked AS (
      SELECT m.id, m.workspace_id, w.slack_team_id, w.bot_user_id
        FROM outbox_messages m JOIN ${d.served.active} w ON w.id = m.workspace_id
       WHERE m.state = 'uncertain' AND m.not_before <= now() AND (m.lease_until IS NULL OR m.lease_until < now())
       ORDER BY m.not_before LIMIT ${limit}::int FOR UPDATE OF m SKIP LOCKED
    )
    UPDATE outbox_messages m SET lease_token = ${uuid(leaseToken)}, lease_until = ${inMs(LEASE_MS)}
      FROM picked p, outbox_messages o
      JOIN outbox_threads t ON t.workspace_id = o.workspace_id AND t.key = o.thread
     WHERE m.id = p.id AND o.id = p.id
    RETURNING jsonb_build_object('id', m.id, 'kind', m.kind) AS message, ${WORKSPACE} AS workspace, m.lane AS destination, m.attempt, m.error,
              COALESCE(m.first_attempt_at, m.created_at) AS "firstAttemptAt", COALESCE(m.tried_channel, t.slack_channel) AS channel,
              CASE WHEN NOT m.is_root THEN COALESCE(m.tried_under, t.slack_ts) END AS "rootTs", t.desired_version AS desired`;
  return rows.map((row) => ({ ...row, leaseToken }));
}

/**
 * Looks for a message that may have gone out. Found: it is sent. Not found by two looks, a while apart:
 * it is sent again. Where we cannot look, its kind says whether to say it twice or to hold it.
 */
export async function settleDoubt(d: Delivery, doubt: Doubt): Promise<void> {
  await record(d, doubt, await outcomeOf(d, doubt));
}

async function outcomeOf(d: Delivery, doubt: Doubt): Promise<Outcome> {
  const sight = await lookUp(d, doubt.workspace, {
    deliveryId: doubt.message.id,
    destination: doubt.destination,
    channel: doubt.channel,
    rootTs: doubt.rootTs,
    since: doubt.firstAttemptAt,
  });
  if (sight === 'absent')
    return doubt.error === ABSENT_ONCE
      ? { is: 'again', ms: 0 }
      : { is: 'uncertain', ms: SECOND_LOOK_MS, error: ABSENT_ONCE };
  if (sight === 'hidden') return unseen(d, doubt);
  if ('found' in sight) return { is: 'sent', ...sight.found, certain: false };
  const { failure } = sight;
  if (failure.kind === 'tokenDead') await blockWorkspace(d, doubt.workspace, failure.code);
  const ms = failure.kind === 'rateLimited' ? failure.retryAfterMs : backoffMs(5);
  return { is: 'uncertain', ms, error: doubt.error ?? failure.code };
}

function unseen(d: Delivery, { workspace, message, attempt }: Doubt): Outcome {
  const ids = { workspaceId: workspace.id, messageId: message.id, kind: message.kind };
  if (d.kinds[message.kind]?.whenUnknown === 'resend' && attempt < MAX_BLIND_ATTEMPTS) {
    d.log.warn(ids, 'message may have been posted and we may not look; it is sent again');
    return { is: 'again', ms: blindBackoffMs(attempt) };
  }
  d.log.error(ids, 'message may have been posted and we may not look; it is held');
  return { is: 'ended', state: 'held', error: 'unknown_outcome' };
}
