import type { TxCtx } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import type { Step } from './step.ts';

const THREADS = 200;
const MEMBERS = 50;
const MOST = 1_000;
const NOTHING: Step = { gone: 0, last: null };

/**
 * Threads of which nothing is newer, nothing waits, and no case is open go with their messages. What Baton posted in a
 * channel stays known: should guests come there, it is taken down.
 */
export async function forgetMessages(ctx: TxCtx, after: string, before: Date): Promise<Step> {
  const ws = uuid(ctx.workspace.id);
  const [step] = await ctx.tx.$queryRaw<Step[]>`
    WITH part AS MATERIALIZED (
      SELECT key, subject_type, subject_id FROM outbox_threads WHERE workspace_id = ${ws} AND key > ${after}
       ORDER BY key LIMIT ${THREADS}::int
    ), old AS MATERIALIZED (
      SELECT t.key FROM part t
       WHERE NOT EXISTS (
               SELECT FROM outbox_messages m
                WHERE m.workspace_id = ${ws} AND m.thread = t.key
                  AND (m.created_at >= ${instant(before)} OR m.state NOT IN ('sent', 'skipped', 'dead')
                       OR (m.slack_ts IS NOT NULL AND m.slack_channel NOT LIKE 'D%')
                       OR EXISTS (SELECT FROM owed o
                                   WHERE o.subject_type = m.subject_type AND o.subject_id = m.subject_id)))
         AND NOT EXISTS (SELECT FROM owed o WHERE o.subject_type = t.subject_type AND o.subject_id = t.subject_id)
    ), gone AS (
      DELETE FROM outbox_messages m USING old WHERE m.workspace_id = ${ws} AND m.thread = old.key
    ), threads AS (
      DELETE FROM outbox_threads t USING old WHERE t.workspace_id = ${ws} AND t.key = old.key RETURNING 1
    )
    SELECT (SELECT count(*) FROM threads)::int AS gone, (SELECT key FROM part ORDER BY key DESC LIMIT 1) AS last`;
  return step ?? NOTHING;
}

/** What waited for a morning before that day went with it. While its case is open, it is not to be said again. */
export async function forgetMornings(ctx: TxCtx, after: string, before: Date): Promise<Step> {
  const ws = uuid(ctx.workspace.id);
  const day = before.toISOString().slice(0, 10);
  const [step] = await ctx.tx.$queryRaw<Step[]>`
    WITH part AS MATERIALIZED (
      SELECT id FROM members WHERE workspace_id = ${ws} AND id > ${uuid(after)} ORDER BY id LIMIT ${MEMBERS}::int
    ), old AS (
      SELECT i.id FROM part JOIN morning_items i ON i.member_id = part.id AND i.workspace_id = ${ws} AND i.day < ${day}
       WHERE NOT EXISTS (SELECT FROM owed o WHERE o.subject_type = i.subject_type AND o.subject_id = i.subject_id)
       LIMIT ${MOST}::int
    ), gone AS (DELETE FROM morning_items i USING old WHERE i.id = old.id RETURNING 1)
    SELECT (SELECT count(*) FROM gone)::int AS gone, (SELECT id::text FROM part ORDER BY id DESC LIMIT 1) AS last`;
  return step ?? NOTHING;
}

/** Digests made before that instant go; the latest two of a subscription are compared with. */
export async function forgetDigests(ctx: TxCtx, _after: string, before: Date): Promise<Step> {
  const ws = uuid(ctx.workspace.id);
  const gone = await ctx.tx.$executeRaw`
    DELETE FROM digest_runs WHERE workspace_id = ${ws} AND id IN (
      SELECT r.id FROM digest_runs r
       WHERE r.workspace_id = ${ws} AND r.made_at < ${instant(before)}
         AND (r.subscription_id IS NULL OR r.day IS NULL
              OR (SELECT count(*) FROM (
                    SELECT FROM digest_runs n
                     WHERE n.subscription_id = r.subscription_id AND n.workspace_id = ${ws} AND n.day > r.day LIMIT 2) AS newer) = 2)
       ORDER BY r.made_at LIMIT ${MOST}::int)`;
  return { gone, last: null };
}
