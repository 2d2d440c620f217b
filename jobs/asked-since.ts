import type { DeliveryCtx } from '../src/outbox/delivery.ts';
import type { Message } from '../src/outbox/message.ts';

/** This person, by Slack id, was asked the same by a later message of their own. */
export async function wasAskedSince(
  ctx: DeliveryCtx,
  { id, kind, subject }: Message,
  slackUserId: string,
): Promise<boolean> {
  const [later] = await ctx.db.outboxMessage.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: subject.type,
      subjectId: subject.id,
      kind,
      isRoot: true,
      id: { gt: id },
      lane: slackUserId,
    },
    select: { id: true },
    take: 1,
  });
  return later !== undefined;
}
