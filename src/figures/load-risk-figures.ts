import { dbOf } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import type { Settings } from '../settings/catalogue.ts';
import { amountOf } from './exposed.ts';
import { cents, type RiskFigures } from './figures.ts';
import { inScope } from './in-scope.ts';
import type { Period } from './period.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';

/**
 * What became of the risks of a scope's accounts that ended in a period. An account with several counts once, as
 * saved or lost as the latest of them ended, with what it is worth now. One statement.
 */
export async function loadRiskFigures(
  ctx: Reading,
  scope: Scope,
  period: Period,
  settings: Settings,
): Promise<RiskFigures> {
  const workspaceId = ctx.workspace.id;
  const { join, amount } = amountOf(settings, ctx.now);
  const [row] = await dbOf(ctx).$queryRaw<Row[]>`
    WITH resolved AS (
      SELECT r.account_id, r.outcome, r.verdict, r.rule, r.resolved_at, r.number, ${amount} AS amount
        FROM risks r JOIN accounts a ON a.id = r.account_id AND a.workspace_id = r.workspace_id ${join}
       WHERE r.workspace_id = ${uuid(workspaceId)} AND r.state = 'resolved'
         AND r.resolved_at >= ${instant(period.from)} AND r.resolved_at < ${instant(period.to)}
         AND ${inScope(scope, workspaceId)}
    ), ended AS (
      SELECT DISTINCT ON (account_id) outcome, amount FROM resolved WHERE outcome IN ('saved', 'lost')
       ORDER BY account_id, resolved_at DESC, number DESC
    ), sums AS (
      SELECT (count(*) FILTER (WHERE outcome = 'saved'))::int AS saved, (count(*) FILTER (WHERE outcome = 'lost'))::int AS lost,
             coalesce(sum(amount) FILTER (WHERE outcome = 'saved'), 0)::float8 AS "savedAmount",
             coalesce(sum(amount) FILTER (WHERE outcome = 'lost'), 0)::float8 AS "lostAmount",
             (count(*) FILTER (WHERE outcome = 'saved' AND amount IS NULL))::int AS "savedUnpriced",
             (count(*) FILTER (WHERE outcome = 'lost' AND amount IS NULL))::int AS "lostUnpriced"
        FROM ended
    ), alerts AS (
      -- What people have flagged, or opened from a list, is no alarm of a rule.
      SELECT count(*)::int AS judged, (count(*) FILTER (WHERE verdict = 'false_alarm'))::int AS "falseAlarms"
        FROM resolved WHERE outcome <> 'recovered' AND rule NOT IN ('flagged', 'enabled')
    )
    SELECT * FROM sums, alerts`;
  if (!row) throw new Error('aggregate of risks returned no row');
  const { saved, lost, savedAmount, lostAmount, savedUnpriced, lostUnpriced, judged, falseAlarms } = row;
  return {
    saved: { accounts: saved, amount: cents(savedAmount), unpriced: savedUnpriced },
    lost: { accounts: lost, amount: cents(lostAmount), unpriced: lostUnpriced },
    saveRate: { met: saved, of: saved + lost },
    falseAlarms: { met: falseAlarms, of: judged },
  };
}

interface Row {
  saved: number;
  lost: number;
  savedAmount: number;
  lostAmount: number;
  savedUnpriced: number;
  lostUnpriced: number;
  judged: number;
  falseAlarms: number;
}
