import type { Asked } from '../../outbox/define-message.ts';
import type { DeliveryCtx } from '../../outbox/delivery.ts';
import type { Message } from '../../outbox/message.ts';
import { uuid } from '../../platform/sql.ts';
import { wasUndone } from '../was-undone.ts';

/** Of news of an entry of the history: what was undone before it was said is not said any more, and nor is that it was undone. */
export async function stillNews(
  ctx: DeliveryCtx,
  { id, subject, data: { entryId } }: Message<{ entryId: string }>,
): Promise<Asked> {
  if (!entryId) return 'yes';
  const [found] = await ctx.db.$queryRaw<{ isOver: boolean }[]>`
    SELECT CASE WHEN e.action LIKE '%.undone'
             THEN NOT EXISTS (
               SELECT FROM outbox_messages m JOIN outbox_messages said
                   ON said.workspace_id = m.workspace_id AND said.thread = m.thread AND said.state = 'sent'
                WHERE m.id = ${uuid(id)} AND said.data ->> 'entryId' = e.data ->> 'undone')
             ELSE ${wasUndone}
           END AS "isOver"
      FROM audit_entries e
     WHERE e.workspace_id = ${uuid(ctx.workspace.id)} AND e.subject_type = ${subject.type}
       AND e.subject_id = ${uuid(subject.id)} AND e.id = ${uuid(entryId)}`;
  return found?.isOver ? 'over' : 'yes';
}

/** The entry by which this one was undone; null where it was not. */
export async function undoneBy(
  { db, workspace }: DeliveryCtx,
  { subject, data: { entryId } }: Message<{ entryId: string }>,
): Promise<string | null> {
  const entry = await db.auditEntry.findFirst({
    where: {
      workspaceId: workspace.id,
      subjectType: subject.type,
      subjectId: subject.id,
      action: `${subject.type}.undone`,
      data: { path: ['undone'], equals: entryId },
    },
    select: { id: true },
  });
  return entry?.id ?? null;
}
