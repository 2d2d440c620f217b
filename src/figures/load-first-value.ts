import { dbOf } from '../platform/ctx.ts';
import { uuid } from '../platform/sql.ts';
import { DAY_MS, isoDay } from '../time/day.ts';
import type { Median } from './figures.ts';
import { inScope } from './in-scope.ts';
import type { Period } from './period.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';

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
