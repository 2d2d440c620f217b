import type { Db } from '../platform/ctx.ts';

/** Is any of these people a guest, of another company, or unknown here? Up to ten thousand ids. */
export async function hasOutsiders(
  ctx: { db: Db; workspace: { id: string } },
  slackUserIds: string[],
): Promise<boolean> {
  const ids = [...new Set(slackUserIds)];
  const colleagues = await ctx.db.member.count({
    where: { workspaceId: ctx.workspace.id, slackUserId: { in: ids }, isGuest: false, isStranger: false },
  });
  return colleagues < ids.length;
}
