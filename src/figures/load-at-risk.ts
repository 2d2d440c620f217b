import { dbOf } from '../platform/ctx.ts';
import type { Settings } from '../settings/catalogue.ts';
import { type AtRisk, OTHER_SEGMENTS, SEGMENTS_SHOWN } from './at-risk.ts';
import { exposed } from './exposed.ts';
import { cents, type Total } from './figures.ts';
import { loadBridge } from './load-bridge.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';

/** Further ahead than ten years nothing renews; more currencies than this nobody has. */
const MOST = 40;

/** What is at risk in a scope as of `ctx.now`, and how it came from what the previous run said. Two statements. */
export async function loadAtRisk(
  ctx: Reading,
  scope: Scope,
  { settings, previousRunId }: { settings: Settings; previousRunId: string | null },
): Promise<AtRisk> {
  // Each grouping by itself: all, by segment, by quarter, and by what there is no price for.
  const rows = await dbOf(ctx).$queryRaw<Row[]>`
    WITH exposed AS (
      SELECT x.*, lower(coalesce(x.segment, '')) AS folded, to_char(x.renewal_on, 'YYYY-"Q"Q') AS quarter,
             CASE WHEN x.arr IS NULL THEN 'no_arr' WHEN x.amount IS NULL THEN 'no_rate' END AS unpriced,
             CASE WHEN x.arr IS NOT NULL AND x.amount IS NULL THEN x.currency END AS unknown
        FROM (${exposed(ctx, scope, settings)}) AS x
    ), groups AS (
      SELECT CASE grouping(folded, quarter, unpriced) WHEN 7 THEN 'all' WHEN 3 THEN 'segment' WHEN 5 THEN 'quarter'
                  ELSE 'unpriced' END AS what,
             coalesce(min(segment COLLATE "C"), '') AS segment, quarter, unpriced, unknown AS currency,
             count(*)::int AS accounts, coalesce(sum(amount), 0)::float8 AS amount, coalesce(sum(arr), 0)::float8 AS arr,
             (count(*) FILTER (WHERE amount IS NULL))::int AS "withoutAmount"
        FROM exposed GROUP BY GROUPING SETS ((), (folded), (quarter), (unpriced, unknown))
    ), ranked AS (
      SELECT *, row_number() OVER (PARTITION BY what ORDER BY CASE what WHEN 'quarter' THEN 0 ELSE -amount END,
                                   quarter NULLS LAST, accounts DESC, segment COLLATE "C", currency NULLS LAST) AS place FROM groups
    )
    SELECT what, segment, quarter, unpriced AS "why", currency, accounts, amount, arr, "withoutAmount" AS unpriced FROM ranked
     WHERE place <= CASE what WHEN 'segment' THEN ${SEGMENTS_SHOWN}::int ELSE ${MOST}::int END
     ORDER BY what, place`;
  const of = (what: Row['what']) => rows.filter((row) => row.what === what);
  const total = totalOf(of('all'));
  const noRate = of('unpriced').filter(({ why }) => why === 'no_rate');
  return {
    total,
    bridge: previousRunId === null ? null : await loadBridge(ctx, scope, { settings, previousRunId }),
    segments: withRest(
      of('segment').map(({ segment, ...row }) => ({ segment, ...totalOf([row]) })),
      total,
    ),
    quarters: of('quarter').map(({ quarter, ...row }) => ({ quarter, ...totalOf([row]) })),
    unpriced: {
      noArr: totalOf(of('unpriced').filter(({ why }) => why === 'no_arr')).accounts,
      noRate: noRate.map(({ currency, accounts, arr }) => ({ currency, accounts, arr })),
    },
  };
}

/** What is at risk, and no more: one number of accounts and one amount. */
export async function loadTotalAtRisk(ctx: Reading, scope: Scope, settings: Settings): Promise<Total> {
  const rows = await dbOf(ctx).$queryRaw<Total[]>`
    SELECT count(*)::int AS accounts, coalesce(sum(amount), 0)::float8 AS amount,
           (count(*) FILTER (WHERE amount IS NULL))::int AS unpriced
      FROM (${exposed(ctx, scope, settings)}) AS exposed`;
  return totalOf(rows);
}

interface Row extends Total {
  what: 'all' | 'segment' | 'quarter' | 'unpriced';
  segment: string;
  quarter: string | null;
  /** Why there is no amount. */
  why: 'no_arr' | 'no_rate' | null;
  currency: string | null;
  arr: number;
}

function totalOf(rows: readonly Total[]): Total {
  const sum = (count: (row: Total) => number) => rows.reduce((all, row) => all + count(row), 0);
  return {
    accounts: sum(({ accounts }) => accounts),
    amount: cents(sum(({ amount }) => amount)),
    unpriced: sum(({ unpriced = 0 }) => unpriced),
  };
}

function withRest(segments: AtRisk['segments'], total: Total): AtRisk['segments'] {
  const shown = totalOf(segments);
  const accounts = total.accounts - shown.accounts;
  if (accounts === 0) return segments;
  const amount = cents(total.amount - shown.amount);
  return [
    ...segments,
    { segment: OTHER_SEGMENTS, accounts, amount, unpriced: (total.unpriced ?? 0) - (shown.unpriced ?? 0) },
  ];
}
