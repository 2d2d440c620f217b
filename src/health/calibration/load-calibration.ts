import type { ReadCtx } from '../../platform/ctx.ts';
import { texts, uuid, uuids } from '../../platform/sql.ts';
import { own } from '../../platform/text.ts';
import { isoDay } from '../../time/day.ts';
import { periodOfQuarter, quarterBefore, quarterOf } from '../../time/quarter.ts';
import type { Band } from '../bands.ts';
import type { HealthConfig } from '../config.ts';
import { loadHealthConfig } from '../rules/load-config.ts';
import { normalise } from '../score.ts';
import { type Calibration, calibrate, type Outcomes } from './calibration.ts';
import { loadLeft, NOTICE } from './load-left.ts';
import { loadEndedSlides, loadToldSlides } from './load-told-slides.ts';

const ACCOUNTS = 5_000;
const QUARTERS = 12;
/** Of which the courses of their signals are compared. */
const COMPARED = { left: 200, stayed: 800 };
const BATCH = 100;

type Ctx = ReadCtx & { now: Date };

/** How bands, cards and types of signals have done in this workspace, as of now. */
export async function loadCalibration(ctx: Ctx): Promise<Calibration> {
  const found = await loadAccounts(ctx);
  const accounts = found.slice(0, ACCOUNTS);
  const left = await loadLeft(ctx, accounts);
  const starts = await loadStarts(ctx, accounts);
  return calibrate({
    now: ctx.now,
    accounts: accounts.length,
    isCut: found.length > ACCOUNTS,
    left,
    starts,
    cards: await loadToldSlides(ctx, ctx.now),
    ended: await loadEndedSlides(ctx),
    falls: await loadFalls(ctx, left, [...new Set(starts.map(({ accountId }) => accountId))]),
  });
}

/** Those of which something was ever heard. */
async function loadAccounts({ db, workspace }: Ctx): Promise<string[]> {
  const rows = await db.accountHealth.findMany({
    where: { workspaceId: workspace.id, account: { mergedIntoId: null } },
    select: { accountId: true },
    orderBy: { accountId: 'asc' },
    take: ACCOUNTS + 1,
  });
  return rows.map(({ accountId }) => accountId);
}

/** The band of each as the last quarters began: of the day before, so that what happens on the first is not known yet. */
function loadStarts({ db, workspace, now }: Ctx, accounts: readonly string[]) {
  const days: string[] = [];
  for (let quarter = quarterOf(isoDay(now)); days.length < QUARTERS; ) {
    const { from } = periodOfQuarter(quarter);
    days.push(from.toISOString());
    quarter = quarterBefore(isoDay(from));
  }
  return db.$queryRaw<{ accountId: string; on: Date; band: Band }[]>`
    SELECT a.id AS "accountId", q.begins::timestamptz AS on, d.band
      FROM unnest(${uuids(accounts)}) AS a (id)
     CROSS JOIN unnest(${texts(days)}) AS q (begins)
     CROSS JOIN LATERAL (
           SELECT band FROM health_days
            WHERE account_id = a.id AND workspace_id = ${uuid(workspace.id)}
              AND day < (q.begins::timestamptz AT TIME ZONE 'UTC')::date
            ORDER BY day DESC LIMIT 1) AS d
     WHERE d.band IS NOT NULL`;
}

/**
 * How far each type had fallen below its own usual before customers left. Those that stayed are each compared at a time
 * at which another left, so that seasons and what befell everybody are the same on both sides.
 */
async function loadFalls(
  ctx: Ctx,
  left: ReadonlyMap<string, Date>,
  accounts: readonly string[],
): Promise<Outcomes['falls']> {
  const gone = [...left].sort(([, a], [, b]) => b.getTime() - a.getTime()).slice(0, COMPARED.left);
  if (gone.length === 0) return [];
  const stayed = accounts.filter((id) => !left.has(id)).sort();
  const every = Math.max(1, stayed.length / COMPARED.stayed);
  const there = Array.from({ length: Math.min(stayed.length, COMPARED.stayed) }, (_, n) => ({
    id: stayed[Math.floor(n * every)] ?? '',
    at: gone[n % gone.length]?.[1] ?? ctx.now,
    left: false,
  }));
  const all = [...gone.map(([id, at]) => ({ id, at, left: true })), ...there];
  const config = await loadHealthConfig(ctx.db, ctx.workspace.id);
  const falls: Outcomes['falls'][number][] = [];
  for (let from = 0; from < all.length; from += BATCH)
    falls.push(...(await loadFallsOf(ctx, all.slice(from, from + BATCH), config)));
  return falls;
}

/** Days before leaving. Nearer than `to` nothing can be done about it any more. */
const RECENT_DAYS = { from: 180, to: 60 };
const USUAL_DAYS = 365;
/** Weeks with a reading; fewer are no usual. */
const FEWEST_USUAL = 4;

async function loadFallsOf(
  { db, workspace }: Ctx,
  some: readonly { id: string; at: Date; left: boolean }[],
  config: HealthConfig,
): Promise<Outcomes['falls'][number][]> {
  const rows = await db.$queryRaw<{ n: number; type: string; recent: number[]; usual: number[] }[]>`
    SELECT g.n::int AS n, l.type, s.recent, s.usual
      FROM unnest(${uuids(some.map(({ id }) => id))}, ${texts(some.map(({ at }) => at.toISOString()))})
           WITH ORDINALITY AS g (id, at, n)
      JOIN signals_latest l ON l.account_id = g.id AND l.workspace_id = ${uuid(workspace.id)}
     CROSS JOIN LATERAL (SELECT g.at::timestamptz AS at) AS t
     CROSS JOIN LATERAL (
           SELECT coalesce(array_agg(w.mean ORDER BY w.week) FILTER (WHERE w.is_recent), '{}') AS recent,
                  coalesce(array_agg(w.mean ORDER BY w.week) FILTER (WHERE NOT w.is_recent), '{}') AS usual
             FROM (SELECT date_bin('7 days', observed_at, t.at) AS week,
                          observed_at >= t.at - make_interval(days => ${RECENT_DAYS.from}::int) AS is_recent,
                          avg(value ORDER BY observed_at, key COLLATE "C") AS mean
                     FROM signals
                    WHERE account_id = g.id AND workspace_id = ${uuid(workspace.id)} AND type = l.type AND NOT voided
                      AND observed_at >= t.at - make_interval(days => ${RECENT_DAYS.from + USUAL_DAYS}::int)
                      AND observed_at < t.at - make_interval(days => ${RECENT_DAYS.to}::int)
                    GROUP BY 1, 2) AS w) AS s
     ORDER BY g.n, l.type`;
  return rows.flatMap(({ n, type, recent, usual }) => {
    const kind = own(config.types, type);
    const left = some[n - 1]?.left;
    // What says that a customer leaves is no sign that they might.
    if (!kind || left === undefined || type === NOTICE) return [];
    if (recent.length === 0 || usual.length < FEWEST_USUAL) return [];
    const level = (weeks: readonly number[]) =>
      weeks.reduce((sum, mean) => sum + normalise(kind.points, mean), 0) / weeks.length;
    return [{ type, left, fall: level(usual) - level(recent) }];
  });
}
