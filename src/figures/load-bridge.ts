import { Prisma } from '../../prisma/generated/client.ts';
import { dbOf } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import { setAsideSql } from '../risks/read/ranking.ts';
import type { Settings } from '../settings/catalogue.ts';
import { type Bridge, STEPS, type Step } from './bridge.ts';
import { exposed } from './exposed.ts';
import { hadRisk, hasNews, wasExposed, wordThen } from './exposed-then.ts';
import { cents } from './figures.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';

/**
 * From what was at risk when a digest was made to what is now, in one statement. Of accounts merged since, what they
 * were worth counts as the survivor's, once. Null where there is no such run.
 */
export async function loadBridge(
  ctx: Reading,
  scope: Scope,
  { settings, previousRunId }: { settings: Settings; previousRunId: string },
): Promise<Bridge | null> {
  const workspaceId = ctx.workspace.id;
  // Ids begin with the milliseconds they were made at: `last_id` is the last that was there at the time.
  const rows = await dbOf(ctx).$queryRaw<Row[]>`
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

interface Row {
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

function bridgeOf(since: Date, rows: readonly Row[]): Bridge {
  const sum = (count: (row: Row) => number) => rows.reduce((total, row) => total + count(row), 0);
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
