import type { Db } from '../../platform/ctx.ts';

/** Returns how many timers were due before that moment, and how many failed and are tried again. */
export async function countLate(
  db: Db,
  workspaceId: string,
  before: Date,
): Promise<{ overdue: number; failing: number }> {
  return {
    overdue: await db.timer.count({ where: { workspaceId, dueAt: { lt: before } } }),
    failing: await db.timer.count({ where: { workspaceId, dueAt: { not: null }, attempt: { gt: 0 } } }),
  };
}
