import type { TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import { instant, uuid } from '../platform/sql.ts';
import type { NewMessage } from './message.ts';
import { NOW } from './sql.ts';

/**
 * Writes messages in the caller's transaction, in one round trip, and wakes delivery when it commits.
 * A dedupe key that the workspace has used is a no-op. A thread that has moved keeps its new lane. The
 * thread's row is locked until the commit, so that numbers become visible in their order.
 */
export async function enqueue(ctx: TxCtx, messages: NewMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const given = messages.map((message, n) => ({
    n,
    id: newId(ctx.now),
    kind: message.kind,
    subject_type: message.subject.type,
    subject_id: message.subject.id,
    member_id: message.memberId ?? null,
    data: message.data,
    lane: message.destination,
    thread: message.thread,
    root: message.root,
    dedupe_key: message.dedupeKey,
    hold_until: message.holdUntil ?? null,
    after_ms: message.afterMs ?? 0,
  }));
  const workspaceId = ctx.workspace.id;
  await ctx.tx.$executeRaw`
    WITH given AS MATERIALIZED (
      SELECT g.*, row_number() OVER (PARTITION BY g.thread ORDER BY g.n) AS place,
             count(*) OVER (PARTITION BY g.thread) AS size
        FROM json_to_recordset(${JSON.stringify(given)}::json) AS g (
               n int, id uuid, kind text, subject_type text, subject_id uuid, member_id uuid, data jsonb,
               lane text, thread text, root boolean, dedupe_key text, hold_until timestamptz, after_ms int)
       WHERE NOT EXISTS (
               SELECT 1 FROM outbox_messages m
                WHERE m.workspace_id = ${uuid(workspaceId)} AND m.dedupe_key = g.dedupe_key)
    ), lanes AS (
      INSERT INTO outbox_lanes (workspace_id, key, next_send_at)
      SELECT DISTINCT ${uuid(workspaceId)}, lane, ${NOW} FROM given ORDER BY lane
      ON CONFLICT DO NOTHING
    ), threads AS (
      INSERT INTO outbox_threads AS t
             (workspace_id, key, lane, next_seq, kind, subject_type, subject_id, member_id, not_before)
      SELECT ${uuid(workspaceId)}, thread, lane, size + 1, kind, subject_type, subject_id, member_id, ${NOW}
        FROM given WHERE place = 1 ORDER BY thread
      ON CONFLICT (workspace_id, key) DO UPDATE SET next_seq = t.next_seq + excluded.next_seq - 1
      RETURNING key, t.lane, next_seq
    ), put AS (
      INSERT INTO outbox_messages
             (id, workspace_id, dedupe_key, kind, subject_type, subject_id, member_id, data, lane, thread, seq,
              is_root, not_before, hold_until, created_at)
      SELECT g.id, ${uuid(workspaceId)}, g.dedupe_key, g.kind, g.subject_type, g.subject_id, g.member_id, g.data,
             t.lane, g.thread, t.next_seq - g.size + g.place - 1, g.root,
             ${NOW} + g.after_ms * interval '1 millisecond', g.hold_until, ${instant(ctx.now)}
        FROM given g JOIN threads t ON t.key = g.thread
      ON CONFLICT (workspace_id, dedupe_key) DO NOTHING
      RETURNING id
    )
    SELECT pg_notify('baton_outbox', '') WHERE EXISTS (SELECT 1 FROM put)`;
}
