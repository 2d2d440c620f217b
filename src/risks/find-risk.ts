import type { Db } from '../platform/ctx.ts';

/** The risk called "R-7" in this workspace; null when there is none, or the text is no such name. */
export async function findRisk(
  ctx: { db: Db; workspace: { id: string } },
  name: string,
): Promise<{ id: string } | null> {
  const number = /^r-?(\d{1,9})$/i.exec(name.trim())?.[1];
  if (number === undefined) return null;
  return ctx.db.risk.findFirst({
    where: { workspaceId: ctx.workspace.id, number: Number(number) },
    select: { id: true },
  });
}
