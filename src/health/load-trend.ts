import type { Db } from '../platform/ctx.ts';
import { TREND_DAYS, type Trend, trendOf } from './standing.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The score against that of 30 days ago, or the first there is in a shorter history. */
export async function loadTrend(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  accountId: string,
  score: number | null,
): Promise<Trend | null> {
  const ago = new Date(ctx.now.getTime() - TREND_DAYS * DAY_MS);
  const where = { accountId, workspaceId: ctx.workspace.id, score: { not: null } };
  const select = { day: true, score: true };
  const then =
    (await ctx.db.healthDay.findFirst({
      where: { ...where, day: { lte: ago } },
      orderBy: { day: 'desc' },
      select,
    })) ?? (await ctx.db.healthDay.findFirst({ where, orderBy: { day: 'asc' }, select }));
  return trendOf(score, then, ctx.now);
}
