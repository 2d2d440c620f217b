import { dbOf } from '../platform/ctx.ts';
import { uuid } from '../platform/sql.ts';
import type { Settings } from '../settings/catalogue.ts';
import { DAY_MS, isoDay } from '../time/day.ts';
import type { Figures, Median, Total } from './figures.ts';
import { inScope } from './in-scope.ts';
import { loadTotalAtRisk } from './load-at-risk.ts';
import { loadHandoffFigures } from './load-handoff-figures.ts';
import { loadRiskFigures } from './load-risk-figures.ts';
import type { Period } from './period.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';

/** All figures of a scope. In four statements, three where the caller knows what is at risk already. */
export async function loadFigures(
  ctx: Reading,
  scope: Scope,
  period: Period,
  settings: Settings,
  atRisk?: Total,
): Promise<Figures> {
  return {
    currency: settings.values['currency.reporting'],
    atRisk: atRisk ?? (await loadTotalAtRisk(ctx, scope, settings)),
    handoffs: await loadHandoffFigures(ctx, scope, period, settings),
    risks: await loadRiskFigures(ctx, scope, period, settings),
    firstValue: await loadFirstValue(ctx, scope, period),
  };
}

/** Days from the contract's start to the first value, of a scope's accounts that reached it on the days of a period. */
export async function loadFirstValue(ctx: Reading, scope: Scope, period: Period): Promise<Median> {
  const workspaceId = ctx.workspace.id;
  const [row] = await dbOf(ctx).$queryRaw<Median[]>`
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a.first_value_on - a.contract_start) AS value, count(*)::int AS of
      FROM accounts a
     WHERE a.workspace_id = ${uuid(workspaceId)} AND a.merged_into_id IS NULL AND a.first_value_on >= a.contract_start
       AND a.first_value_on >= ${dayFrom(period.from)}::date AND a.first_value_on < ${dayFrom(period.to)}::date
       AND ${inScope(scope, workspaceId)}`;
  return row ?? { value: null, of: 0 };
}

/** The first UTC day that begins at an instant or later. */
function dayFrom(at: Date): string {
  return isoDay(new Date(Math.ceil(at.getTime() / DAY_MS) * DAY_MS));
}
