import type { Ctx } from '../platform/ctx.ts';

/** Returns whether anybody of this workspace was read from Slack yet. */
export async function hasMetAnybody({ db, workspace }: Ctx): Promise<boolean> {
  const where = { workspaceId: workspace.id };
  return (await db.member.findFirst({ where, select: { id: true } })) !== null;
}
