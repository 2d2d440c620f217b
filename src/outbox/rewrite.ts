import type { TxCtx } from '../platform/ctx.ts';
import { uuid } from '../platform/sql.ts';
import type { NewMessage } from './message.ts';
import { inMs } from './sql.ts';

/**
 * Has a message that still waits, and opens its thread, say something else than it would have, under its own key, not
 * before `afterMs` from now. Returns false where it is on its way: then nothing is changed.
 */
export async function rewrite(
  ctx: TxCtx,
  { id, thread }: { id: string; thread: string },
  { kind, subject, data }: Pick<NewMessage, 'kind' | 'subject' | 'data'>,
  afterMs: number,
): Promise<boolean> {
  // The thread before its message, as everybody else who locks both.
  const [row] = await ctx.tx.$queryRaw<{ rewritten: number }[]>`
    WITH locked AS MATERIALIZED (
      SELECT key FROM outbox_threads
       WHERE workspace_id = ${uuid(ctx.workspace.id)} AND key = ${thread} FOR UPDATE
    ), said AS (
      UPDATE outbox_messages m
         SET kind = ${kind}, subject_type = ${subject.type}, subject_id = ${uuid(subject.id)},
             data = ${JSON.stringify(data)}::jsonb, not_before = GREATEST(m.not_before, ${inMs(afterMs)})
        FROM locked
       WHERE m.workspace_id = ${uuid(ctx.workspace.id)} AND m.id = ${uuid(id)} AND m.thread = locked.key
         AND m.state = 'pending'
      RETURNING m.thread
    ), about AS (
      UPDATE outbox_threads t SET kind = ${kind}, subject_type = ${subject.type}, subject_id = ${uuid(subject.id)}
        FROM said WHERE t.workspace_id = ${uuid(ctx.workspace.id)} AND t.key = said.thread
      RETURNING t.key
    )
    SELECT count(*)::int AS rewritten FROM about`;
  return row?.rewritten === 1;
}
