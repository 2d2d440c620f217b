import type { Db } from '../platform/ctx.ts';

/** Private handoffs of an account, for deciding who may read which. More than these are read by nobody here. */
export function loadPrivateHandoffs(ctx: { db: Db; workspace: { id: string } }, accountId: string) {
  return ctx.db.handoff.findMany({
    where: { workspaceId: ctx.workspace.id, accountId, private: true, number: { not: null } },
    orderBy: { number: 'desc' },
    select: { id: true, senderId: true, receiverId: true, private: true },
    take: 200,
  });
}
