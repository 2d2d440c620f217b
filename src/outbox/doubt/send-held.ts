import type { TxCtx } from '../../platform/ctx.ts';
import { uuid } from '../../platform/sql.ts';
import type { Subject } from '../message.ts';
import { NOW } from '../sql.ts';

/**
 * Somebody has looked, and wants what was held of a subject said again, with the replies that found no root meanwhile.
 * Answers how many messages that are.
 */
export async function sendHeld(ctx: TxCtx, subject: Subject): Promise<number> {
  const [row] = await ctx.tx.$queryRaw<{ sent: number }[]>`
    WITH again AS (
      UPDATE outbox_messages SET state = 'pending', error = 'sent_again', not_before = ${NOW}, first_attempt_at = NULL
       WHERE workspace_id = ${uuid(ctx.workspace.id)} AND subject_type = ${subject.type} AND subject_id = ${uuid(subject.id)}
         AND (state = 'held' OR (state = 'skipped' AND error = 'no_root'))
      RETURNING id
    )
    SELECT count(*)::int AS sent, CASE WHEN count(*) > 0 THEN pg_notify('baton_outbox', '')::text END FROM again`;
  return row?.sent ?? 0;
}
