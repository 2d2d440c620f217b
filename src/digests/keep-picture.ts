import type { Db } from '../platform/ctx.ts';

/** Its picture is in Slack: what is posted of the run shows it from now on. The first one stays. */
export async function keepPicture(
  ctx: { db: Db; workspace: { id: string } },
  { runId, fileId }: { runId: string; fileId: string },
): Promise<void> {
  await ctx.db.digestRun.updateMany({
    where: { id: runId, workspaceId: ctx.workspace.id, pictureFile: null },
    data: { pictureFile: fileId },
  });
}
