import { Prisma } from '../../prisma/generated/client.ts';
import { dbOf, type Tx } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import { setAsideSql } from '../risks/read/ranking.ts';
import type { Settings } from '../settings/catalogue.ts';
import { exposed, hadRisk, hasNews, type Reading, wasExposed, wordThen } from './exposed.ts';
import {
  type AtRisk,
  type Bridge,
  cents,
  OTHER_SEGMENTS,
  SEGMENTS_SHOWN,
  STEPS,
  type Step,
  type Total,
} from './figures.ts';
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

/**
 * From what was at risk when a digest was made to what is now, in one statement. Of accounts merged since, what they
 * were worth counts as the survivor's, once. Null where there is no such run.
 */
async function loadBridge(
  ctx: Reading,
  scope: Scope,
  { settings, previousRunId }: { settings: Settings; previousRunId: string },
): Promise<Bridge | null> {
  const workspaceId = ctx.workspace.id;
  // Ids begin with the milliseconds they were made at: `last_id` is the last that was there at the time.
  const rows = await dbOf(ctx).$queryRaw<BridgeRow[]>`
    WITH run AS (
      SELECT made_at, (lpad(to_hex((extract(epoch FROM made_at) * 1000)::bigint), 12, '0') || repeat('f', 20))::uuid AS last_id
        FROM digest_runs WHERE id = ${uuid(previousRunId)} AND workspace_id = ${uuid(workspaceId)}
    ), before AS (
      SELECT coalesce(a.merged_into_id, i.account_id) AS id, count(*) AS items, bool_and(a.id IS NULL) AS gone,
             sum(i.arr) AS arr, min(i.currency) AS currency, sum(i.amount) AS amount, max(i.config_version) AS config_version
        FROM digest_items i LEFT JOIN accounts a ON a.id = i.account_id AND a.workspace_id = ${uuid(workspaceId)}
       WHERE i.run_id = ${uuid(previousRunId)} AND i.workspace_id = ${uuid(workspaceId)}
       GROUP BY 1
    ), now AS MATERIALIZED (${exposed(ctx, scope, settings)}
    ), pairs AS (
      SELECT b.id IS NOT NULL AS was, n.id IS NOT NULL AS is_now, coalesce(b.id, n.id) AS id, b.items, b.gone,
             b.arr AS arr_before, b.currency AS currency_before, b.amount AS before, b.config_version AS version_before,
             n.arr, n.currency, n.amount AS now, n.config_version, n.risk_id, n.overridden, n.known_band, n.band_since,
             row_number() OVER (PARTITION BY b.id IS NULL, n.id IS NULL
                                ORDER BY coalesce(n.amount, b.amount, 0) DESC) AS place
        FROM before b FULL JOIN now n ON n.id = b.id
    ), steps AS (
      SELECT p.*, ${stepSql(ctx, scope, settings)} AS step FROM pairs p
    )
    SELECT run.made_at AS since, coalesce(step, 'same') AS step,
           (count(*) FILTER (WHERE was))::int AS "accountsBefore", (count(*) FILTER (WHERE is_now))::int AS "accountsNow",
           coalesce(sum(before), 0)::float8 AS before, coalesce(sum(now), 0)::float8 AS now,
           (coalesce(sum(now), 0) - coalesce(sum(before), 0))::float8 AS difference
      FROM run LEFT JOIN steps ON true GROUP BY run.made_at, step`;
  return rows[0] ? bridgeOf(rows[0].since, rows) : null;
}

interface BridgeRow {
  since: Date;
  step: Step | 'same';
  accountsBefore: number;
  accountsNow: number;
  before: number;
  now: number;
  difference: number;
}

/**
 * Of those that came in, and of those that went out, the largest are looked up one by one. More than these differ
 * only where rules were changed, and there the version tells.
 */
const LOOKED_AT = 5_000;

/** Exactly one step for each of the `pairs p` that differs, and none for the others. */
function stepSql(ctx: Reading, scope: Scope, settings: Settings): Prisma.Sql {
  const workspaceId = ctx.workspace.id;
  const since = Prisma.sql`(SELECT made_at FROM run)`;
  const id = Prisma.sql`p.id`;
  const isLarge = Prisma.sql`p.place <= ${LOOKED_AT}::int`;
  // Everything is never left, nor come into.
  const all = scope.kind === 'everything';
  const movedIn = all ? Prisma.sql`false` : wasExposed(id, workspaceId, since);
  const left = Prisma.sql`a.id IN (SELECT id FROM pairs WHERE NOT is_now)`;
  const movedOut = all
    ? Prisma.sql`false`
    : Prisma.sql`p.id IN (SELECT id FROM (${exposed(ctx, { kind: 'everything' }, settings, left)}) AS anywhere)`;
  const versionThen = Prisma.sql`(SELECT coalesce(max(c.version), 0) FROM health_configs c
    WHERE c.workspace_id = ${uuid(workspaceId)} AND c.created_at <= ${since})`;
  // Null while a person's word holds.
  const versionNow = Prisma.sql`(SELECT h.config_version FROM account_health h
    WHERE h.account_id = p.id AND h.workspace_id = ${uuid(workspaceId)}
      AND (h.override_until > ${instant(ctx.now)}) IS NOT TRUE)`;
  const heard = hasNews(id, workspaceId, Prisma.sql`(SELECT last_id FROM run)`);
  const nobodySaid = Prisma.sql`${wordThen(id, workspaceId, since)} IS NULL AND NOT ${heard}`;
  return Prisma.sql`CASE
    WHEN NOT was THEN CASE
      WHEN ${isLarge} AND ${movedIn} THEN 'moved'
      WHEN p.risk_id IS NULL AND p.overridden IS NOT TRUE AND p.config_version <> ${versionThen}
       AND (NOT ${isLarge} OR ${nobodySaid}) THEN 'rules'
      ELSE 'entered' END
    WHEN NOT is_now THEN CASE
      WHEN p.gone THEN 'lost'
      WHEN ${movedOut} THEN 'moved'
      WHEN ${setAsideSql(id, workspaceId)} = 'lost' THEN 'lost'
      WHEN p.version_before <> ${versionNow}
       AND (NOT ${isLarge} OR NOT ${hadRisk(id, workspaceId, since)} AND ${nobodySaid}) THEN 'rules'
      ELSE 'recovered' END
    WHEN p.before IS NOT DISTINCT FROM p.now THEN NULL
    WHEN p.items = 1 AND p.arr_before IS NOT DISTINCT FROM p.arr
     AND p.currency_before IS NOT DISTINCT FROM p.currency THEN 'rules'
    ELSE 'edited' END`;
}

function bridgeOf(since: Date, rows: readonly BridgeRow[]): Bridge {
  const sum = (count: (row: BridgeRow) => number) => rows.reduce((total, row) => total + count(row), 0);
  const step = (name: Step) => {
    const { accountsBefore, accountsNow, difference } = rows.find(({ step }) => step === name) ?? NONE;
    return {
      accounts: name === 'edited' ? accountsNow : accountsNow - accountsBefore,
      amount: cents(difference),
    };
  };
  return {
    before: { accounts: sum((row) => row.accountsBefore), amount: cents(sum((row) => row.before)) },
    since: since.toISOString(),
    steps: Object.fromEntries(STEPS.map((name) => [name, step(name)])) as Bridge['steps'],
    now: { accounts: sum((row) => row.accountsNow), amount: cents(sum((row) => row.now)) },
  };
}

const NONE = { accountsBefore: 0, accountsNow: 0, difference: 0 };

/**
 * Keeps what is at risk with a scheduled run that was made, for the next to be compared with, and forgets what runs of its
 * subscription before the latest two kept. In the transaction that makes the run.
 */
export async function keepAtRisk(
  ctx: { tx: Tx; workspace: { id: string }; now: Date },
  run: { id: string; subscriptionId: string },
  scope: Scope,
  settings: Settings,
): Promise<void> {
  const workspaceId = ctx.workspace.id;
  await ctx.tx.$executeRaw`
    INSERT INTO digest_items (run_id, account_id, workspace_id, arr, currency, amount, config_version)
    SELECT ${uuid(run.id)}, id, ${uuid(workspaceId)}, arr, currency, amount, config_version
      FROM (${exposed(ctx, scope, settings)}) AS exposed`;
  await ctx.tx.$executeRaw`
    DELETE FROM digest_items WHERE workspace_id = ${uuid(workspaceId)} AND run_id IN (
      SELECT r.id FROM digest_runs r
       WHERE r.subscription_id = ${uuid(run.subscriptionId)} AND r.workspace_id = ${uuid(workspaceId)}
         AND r.day IS NOT NULL
       ORDER BY r.made_at DESC, r.id DESC OFFSET 2)`;
}
