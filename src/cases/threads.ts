import type { OutboxThread } from '../../prisma/generated/client.ts';
import type { TxCtx } from '../platform/ctx.ts';
import type { Subject } from './clocks/timer.ts';

/** A root message of a case, under which its news goes. */
export type Thread = Pick<OutboxThread, 'key' | 'kind' | 'lane' | 'memberId'>;

/** A card, and one for each time it was passed on. */
const MOST = 200;

/** Returns those of these kinds, the one that was opened last at the end: ids sort by when they were made. */
export function loadThreads(ctx: TxCtx, subject: Subject, kinds: readonly string[]): Promise<Thread[]> {
  return ctx.tx.$queryRaw<Thread[]>`
    SELECT t.key, t.kind, t.lane, t.member_id AS "memberId" FROM outbox_threads t
     WHERE t.workspace_id = ${ctx.workspace.id}::uuid AND t.subject_type = ${subject.type}
       AND t.subject_id = ${subject.id}::uuid AND t.kind = ANY(${kinds})
     ORDER BY (SELECT m.id FROM outbox_messages m
                WHERE m.workspace_id = t.workspace_id AND m.thread = t.key ORDER BY m.seq LIMIT 1) NULLS FIRST
     LIMIT ${MOST}::int`;
}
