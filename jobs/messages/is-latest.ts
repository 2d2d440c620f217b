import type { DeliveryCtx } from '../../src/outbox/delivery.ts';
import type { Message } from '../../src/outbox/message.ts';

/** The same was not asked of the same person again since: only one message offers the answer. */
export async function isLatest(ctx: DeliveryCtx, { id, kind, subject, memberId }: Message): Promise<boolean> {
  const later = await ctx.db.outboxMessage.findFirst({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: subject.type,
      subjectId: subject.id,
      kind,
      memberId: memberId ?? null,
      isRoot: true,
      id: { gt: id },
    },
    select: { id: true },
  });
  return later === null;
}
