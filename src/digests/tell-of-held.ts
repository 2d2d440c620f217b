import { dm } from '../outbox/define-message.ts';
import { sendHeld } from '../outbox/doubt/send-held.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { audit } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { actingMember, type Ctx, type Db, type WorkspaceRef } from '../platform/ctx.ts';
import { eachAnyway } from '../platform/each.ts';
import type { Logger } from '../platform/logger.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { uuid } from '../platform/sql.ts';
import { transact, transactOnce } from '../platform/transact.ts';
import type { Served } from '../workspaces/served.ts';
import { DIGEST_MESSAGES } from './messages.ts';

const AT_ONCE = 100;

/**
 * Nobody knows whether a digest was posted, and we may not look: whoever it is for hears of it by DM, once each time,
 * and can have it sent again.
 */
export async function tellOfHeld(options: {
  db: Db;
  clock: Clock;
  served: Served;
  log: Logger;
}): Promise<void> {
  const { db, clock, served, log } = options;
  const workspaces = await db.workspace.findMany({
    where: { ...served.where, digestRuns: { some: {} } },
    select: { id: true, slackTeamId: true, botUserId: true },
    orderBy: { id: 'asc' },
  });
  await eachAnyway(workspaces, (workspace) => tellThere(db, workspace, clock.now(), log));
}

async function tellThere(db: Db, workspace: WorkspaceRef, now: Date, log: Logger): Promise<void> {
  const actor = { type: 'job', name: 'digests' } as const;
  await transact({ workspace, actor, now, db, log }, async (ctx) => {
    const held = await ctx.tx.$queryRaw<
      { runId: string; key: string; memberId: string; slackUserId: string }[]
    >`
      SELECT r.id AS "runId", held.key, m.id AS "memberId", m.slack_user_id AS "slackUserId"
        FROM (SELECT o.subject_id, 'digest_held:' || o.subject_id || ':' || max(o.attempt) AS key
                FROM outbox_messages o
               WHERE o.workspace_id = ${uuid(workspace.id)} AND o.state = 'held' AND o.subject_type = 'digest'
                 AND o.kind NOT IN (${DIGEST_MESSAGES.held.kind}, ${DIGEST_MESSAGES.ended.kind})
               GROUP BY o.subject_id) AS held
        JOIN digest_runs r ON r.id = held.subject_id AND r.workspace_id = ${uuid(workspace.id)}
        LEFT JOIN digest_subscriptions s ON s.id = r.subscription_id AND s.workspace_id = r.workspace_id
        JOIN members m ON m.id = coalesce(s.owner_id, r.requested_by_id) AND m.workspace_id = r.workspace_id
       WHERE NOT EXISTS (SELECT 1 FROM outbox_messages told
                          WHERE told.workspace_id = r.workspace_id AND told.dedupe_key = held.key)
       ORDER BY r.id LIMIT ${AT_ONCE}::int`;
    await enqueue(
      ctx,
      held.map(({ runId, key, memberId, slackUserId }) =>
        DIGEST_MESSAGES.held.root({
          subject: { type: 'digest', id: runId },
          ...dm({ id: memberId, slackUserId }),
          thread: key,
        }),
      ),
    );
  });
}

/** Whoever a digest is for saw that it did not come, and wants it again. Asked twice, it goes out once. */
export function sendAgain(ctx: Ctx, { runId }: { runId: string }): Promise<{ sent: number } | Refusal> {
  const memberId = actingMember(ctx);
  return transactOnce(ctx, 'send_again', async (ctx) => {
    const run = await ctx.tx.digestRun.findFirst({
      where: { id: runId, workspaceId: ctx.workspace.id },
      select: { requestedById: true, subscription: { select: { ownerId: true } } },
    });
    const isTheirs = (run?.subscription?.ownerId ?? run?.requestedById) === memberId;
    if (!run || !isTheirs)
      return refuse('not_yours', 'Only the person this digest is for can send it again.');
    const subject = { type: 'digest', id: runId };
    const sent = await sendHeld(ctx, subject);
    if (sent > 0) await audit(ctx, { subject, action: 'digest.sent_again', data: { messages: sent } });
    return { sent };
  });
}
