import { Prisma } from '../../prisma/generated/client.ts';
import { NOTICE } from '../health/calibration/load-left.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import type { Step } from './step.ts';

const ACCOUNTS = 200;
const MOST = 2_000;
/** Of one account: what another step does not find done. */
const OF_ONE = 500;

const some = (ctx: TxCtx, after: string) => Prisma.sql`part AS MATERIALIZED (
  SELECT id FROM accounts WHERE workspace_id = ${uuid(ctx.workspace.id)} AND id > ${uuid(after)}
   ORDER BY id LIMIT ${ACCOUNTS}::int)`;
const STEP = Prisma.sql`
  SELECT (SELECT count(*) FROM gone)::int AS gone, (SELECT id::text FROM part ORDER BY id DESC LIMIT 1) AS last`;

async function take(ctx: TxCtx, statement: Prisma.Sql): Promise<Step> {
  const [step] = await ctx.tx.$queryRaw<Step[]>(statement);
  return step ?? { gone: 0, last: null };
}

/**
 * Signals observed before that instant go. The latest of each type stays, for as long as it counts, and so do notices
 * to leave: who left is told by them.
 */
export function forgetSignals(ctx: TxCtx, after: string, before: Date): Promise<Step> {
  const ws = uuid(ctx.workspace.id);
  return take(
    ctx,
    Prisma.sql`
    WITH ${some(ctx, after)}, old AS (
      SELECT s.id FROM part JOIN signals_latest l ON l.account_id = part.id AND l.workspace_id = ${ws}
       CROSS JOIN LATERAL (
             SELECT s.id FROM signals s
              WHERE s.account_id = l.account_id AND s.workspace_id = ${ws} AND s.type = l.type AND s.id <> l.signal_id
                AND s.observed_at < ${instant(before)}
              ORDER BY s.observed_at LIMIT ${OF_ONE}::int) AS s
       WHERE l.type <> ${NOTICE} LIMIT ${MOST}::int
    ), gone AS (DELETE FROM signals s USING old WHERE s.id = old.id RETURNING 1) ${STEP}`,
  );
}

/**
 * Of days before `whole` (the first of a month) the last of each month stays: quarters begin with it. Of days before
 * `before` the latest of all, which says how the account stood.
 */
export function forgetDays(
  ctx: TxCtx,
  after: string,
  { before, whole }: { before: Date; whole: Date },
): Promise<Step> {
  const ws = uuid(ctx.workspace.id);
  return take(
    ctx,
    Prisma.sql`
    WITH ${some(ctx, after)}, old AS (
      SELECT d.account_id, d.day FROM part
       CROSS JOIN LATERAL (
             SELECT d.account_id, d.day FROM health_days d
              WHERE d.account_id = part.id AND d.workspace_id = ${ws} AND d.day < ${instant(whole)}::date
                AND EXISTS (
                      SELECT FROM health_days n
                       WHERE n.account_id = d.account_id AND n.workspace_id = ${ws} AND n.day > d.day
                         AND n.day < greatest((date_trunc('month', d.day) + interval '1 month')::date,
                                              CASE WHEN d.day < ${instant(before)}::date THEN ${instant(before)}::date END))
              ORDER BY d.day LIMIT ${OF_ONE}::int) AS d
       LIMIT ${MOST}::int
    ), gone AS (
      DELETE FROM health_days d USING old WHERE d.account_id = old.account_id AND d.day = old.day RETURNING 1
    ) ${STEP}`,
  );
}

/** Changes before that instant go, but for those of open risks and the latest of each rule: what is set aside goes by them. */
export function forgetChanges(ctx: TxCtx, after: string, before: Date): Promise<Step> {
  const ws = uuid(ctx.workspace.id);
  return take(
    ctx,
    Prisma.sql`
    WITH ${some(ctx, after)}, old AS (
      SELECT c.id FROM part
       CROSS JOIN LATERAL (
             SELECT c.id FROM health_changes c
              WHERE c.account_id = part.id AND c.workspace_id = ${ws} AND c.at < ${instant(before)}
                AND EXISTS (SELECT FROM health_changes n
                             WHERE n.account_id = c.account_id AND n.workspace_id = ${ws} AND n.rule = c.rule AND n.at > c.at)
                AND NOT EXISTS (SELECT FROM risks r
                                 WHERE r.id = c.risk_id AND r.workspace_id = ${ws} AND r.state <> 'resolved')
              ORDER BY c.at LIMIT ${OF_ONE}::int) AS c
       LIMIT ${MOST}::int
    ), gone AS (DELETE FROM health_changes c USING old WHERE c.id = old.id RETURNING 1) ${STEP}`,
  );
}
