import type { ReadCtx } from '../../platform/ctx.ts';
import { instant, uuid } from '../../platform/sql.ts';
import { daysBetween, plusDays } from '../../time/day.ts';
import type { Basis } from '../reasons.ts';
import { loadHealthConfig } from '../rules/load-config.ts';
import { type HealthCourse, TREND_DAYS, trendOf, type WeekScore } from '../standing.ts';
import { loadCsmView } from './load-csm-view.ts';
import { loadExpected } from './load-expected.ts';
import { loadStandings } from './load-standings.ts';

const WEEKS = 12;

type Reading = ReadCtx & { now: Date };

/**
 * How an account stands, and how it came there. Trend and reasons are told against the same day: a reading that has
 * repeated since the band was set still shows what it fell from.
 */
export async function loadHealthCourse(ctx: Reading, accountId: string): Promise<HealthCourse> {
  const { db, workspace, now } = ctx;
  const then = await loadThen(ctx, accountId);
  // Within its first day the band's beginning says more than the end of this very day.
  const isPast = then !== null && daysBetween(then.day, now) >= 1;
  const values = isPast ? await loadValuesAt(ctx, accountId, plusDays(then.day, 1)) : null;
  const since = new Map(then && values ? [[accountId, { score: then.score, values }]] : []);
  const standing = (await loadStandings(db, workspace.id, [accountId], now, since)).get(accountId);
  if (!standing) throw new Error('account without a standing');
  const config = await loadHealthConfig(db, workspace.id);
  return {
    standing,
    trend: trendOf(standing.score, then, now),
    weeks: await loadWeeks(ctx, accountId),
    expected: await loadExpected(db, workspace.id, accountId, { config, now }),
    view: await loadCsmView(db, workspace.id, accountId),
  };
}

/** What was last seen of each type before that instant. */
async function loadValuesAt(ctx: Reading, accountId: string, before: Date): Promise<Basis['values']> {
  const rows = await ctx.db.$queryRaw<{ type: string; value: number }[]>`
    SELECT l.type, s.value FROM signals_latest l
     CROSS JOIN LATERAL (
           SELECT value FROM signals
            WHERE account_id = l.account_id AND workspace_id = l.workspace_id AND type = l.type AND NOT voided
              AND observed_at < ${instant(before)}
            ORDER BY observed_at DESC, key COLLATE "C" DESC LIMIT 1) AS s
     WHERE l.account_id = ${uuid(accountId)} AND l.workspace_id = ${uuid(ctx.workspace.id)}`;
  return Object.fromEntries(rows.map(({ type, value }) => [type, value]));
}

/**
 * The lowest of each week, so that no dip is hidden; of the current one, the latest. A day is written only when
 * something changed: what stood before a week without any stood in it, too.
 */
function loadWeeks(ctx: Reading, accountId: string): Promise<WeekScore[]> {
  return ctx.db.$queryRaw<WeekScore[]>`
    SELECT week.ends::text AS "endsOn", coalesce(low.score, before.score) AS score
      FROM generate_series(${WEEKS - 1}::int, 0, -1) AS n
     CROSS JOIN LATERAL (SELECT ${instant(ctx.now)}::date - n * 7 AS ends) AS week
      LEFT JOIN LATERAL (
           SELECT min(score) FILTER (WHERE band IS NOT NULL) AS score FROM health_days
            WHERE account_id = ${uuid(accountId)} AND workspace_id = ${uuid(ctx.workspace.id)}
              AND day > week.ends - 7 AND day <= week.ends AND n > 0) AS low ON true
      LEFT JOIN LATERAL (
           SELECT CASE WHEN band IS NOT NULL THEN score END AS score FROM health_days
            WHERE account_id = ${uuid(accountId)} AND workspace_id = ${uuid(ctx.workspace.id)} AND day <= week.ends
            ORDER BY day DESC LIMIT 1) AS before ON true
     ORDER BY week.ends`;
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
