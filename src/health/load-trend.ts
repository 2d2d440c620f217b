import type { Db } from '../platform/ctx.ts';
import { plusDays } from '../time/day.ts';
import { TREND_DAYS, type Trend, trendOf } from './standing.ts';

interface Reading {
  db: Db;
  workspace: { id: string };
  now: Date;
}

/** The score against that of 30 days ago, or the first there is in a shorter history. */
export async function loadTrend(
  ctx: Reading,
  accountId: string,
  score: number | null,
): Promise<Trend | null> {
  return trendOf(score, await loadThen(ctx, accountId), ctx.now);
}

/** The day that a trend compares with, and the score at its end; null where nothing was ever scored. */
export async function loadThen(
  ctx: Reading,
  accountId: string,
): Promise<{ day: Date; score: number } | null> {
  const ago = plusDays(ctx.now, -TREND_DAYS);
  // Without a band too little was known to be compared with.
  const where = { accountId, workspaceId: ctx.workspace.id, score: { not: null }, band: { not: null } };
  const select = { day: true, score: true };
  const then =
    (await ctx.db.healthDay.findFirst({
      where: { ...where, day: { lte: ago } },
      orderBy: { day: 'desc' },
      select,
    })) ?? (await ctx.db.healthDay.findFirst({ where, orderBy: { day: 'asc' }, select }));
  return then && then.score !== null ? { day: then.day, score: then.score } : null;
}
