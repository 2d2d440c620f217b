import { Prisma } from '../../prisma/generated/client.ts';
import type { Settings } from '../settings/catalogue.ts';
import { type Bridge, STEPS, type Step } from './bridge.ts';
import { exposed, latestOutcome } from './exposed.ts';
import { hadRisk, hasNews, wasExposed, wordThen } from './exposed-then.ts';
import { cents } from './figures.ts';
import { dbOf, type Reading } from './reading.ts';
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
  const rows = await dbOf(ctx).$queryRaw<Row[]>`
    WITH run AS (
      SELECT made_at FROM digest_runs WHERE id = ${previousRunId}::uuid AND workspace_id = ${workspaceId}::uuid
    ), before AS (
      SELECT coalesce(a.merged_into_id, i.account_id) AS id, count(*) AS items, bool_and(a.id IS NULL) AS gone,
             sum(i.arr) AS arr, min(i.currency) AS currency, sum(i.amount) AS amount, max(i.config_version) AS config_version
        FROM digest_items i LEFT JOIN accounts a ON a.id = i.account_id AND a.workspace_id = ${workspaceId}::uuid
       WHERE i.run_id = ${previousRunId}::uuid AND i.workspace_id = ${workspaceId}::uuid
       GROUP BY 1
    ), now AS MATERIALIZED (${exposed(ctx, scope, settings)}
    ), changed AS (
      SELECT b.id IS NOT NULL AS was, n.id IS NOT NULL AS is_now, b.amount AS before, n.amount AS now, ${stepSql(ctx, scope, settings)} AS step
        FROM before b FULL JOIN now n ON n.id = b.id
    )
    SELECT run.made_at AS since, coalesce(step, 'same') AS step,
           (count(*) FILTER (WHERE was))::int AS "accountsBefore", (count(*) FILTER (WHERE is_now))::int AS "accountsNow",
           coalesce(sum(before), 0)::float8 AS before, coalesce(sum(now), 0)::float8 AS now,
           (coalesce(sum(now), 0) - coalesce(sum(before), 0))::float8 AS difference
      FROM run LEFT JOIN changed ON true GROUP BY run.made_at, step`;
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

/** Exactly one step for each account that differs, and none for the others. */
function stepSql(ctx: Reading, scope: Scope, settings: Settings): Prisma.Sql {
  const workspaceId = ctx.workspace.id;
  const since = Prisma.sql`(SELECT made_at FROM run)`;
  const [was, is] = [Prisma.sql`b.id`, Prisma.sql`n.id`];
  // Everything is never left, nor come into.
  const all = scope.kind === 'everything';
  const band = { band: Prisma.sql`n.known_band`, bandSince: Prisma.sql`n.band_since` };
  const movedIn = all ? Prisma.sql`false` : wasExposed(is, band, workspaceId, since);
  const anywhere = exposed(
    ctx,
    { kind: 'everything' },
    settings,
    Prisma.sql`a.id IN (SELECT id FROM before)`,
  );
  const movedOut = all ? Prisma.sql`false` : Prisma.sql`b.id IN (SELECT id FROM (${anywhere}) AS anywhere)`;
  const inForce = Prisma.sql`(SELECT coalesce(max(c.version), 0) FROM health_configs c
    WHERE c.workspace_id = ${workspaceId}::uuid AND c.created_at <= ${since})`;
  const version = Prisma.sql`(SELECT h.config_version FROM account_health h
    WHERE h.account_id = b.id AND h.workspace_id = ${workspaceId}::uuid
      AND (h.override_until > ${ctx.now.toISOString()}::timestamptz) IS NOT TRUE)`;
  return Prisma.sql`CASE
    WHEN b.id IS NULL THEN CASE
      WHEN ${movedIn} THEN 'moved'
      WHEN n.risk_id IS NULL AND n.overridden IS NOT TRUE AND n.config_version <> ${inForce}
       AND ${wordThen(is, workspaceId, since)} IS NULL AND NOT ${hasNews(is, workspaceId, since)} THEN 'rules'
      ELSE 'entered' END
    WHEN n.id IS NULL THEN CASE
      WHEN b.gone THEN 'lost'
      WHEN ${movedOut} THEN 'moved'
      WHEN ${latestOutcome(was, workspaceId)} = 'lost' THEN 'lost'
      WHEN b.config_version <> ${version}
       AND ${wordThen(was, workspaceId, since)} IS NULL AND NOT ${hadRisk(was, workspaceId, since)}
       AND NOT ${hasNews(was, workspaceId, since)} THEN 'rules'
      ELSE 'recovered' END
    WHEN b.amount IS NOT DISTINCT FROM n.amount THEN NULL
    WHEN b.items = 1 AND b.arr IS NOT DISTINCT FROM n.arr AND b.currency IS NOT DISTINCT FROM n.currency THEN 'rules'
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
