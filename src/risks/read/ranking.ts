import { Prisma } from '../../../prisma/generated/client.ts';
import type { Db } from '../../platform/ctx.ts';
import { instant, uuid } from '../../platform/sql.ts';
import { OPEN_RISK_STATES, riskName } from '../risk.ts';
import type { SetAside, SetAsideAs } from './details.ts';

/**
 * Severity × ARR × nearness of renewal, the largest first: what is worst, largest and soonest. ARR of different
 * currencies is compared by its figure. `severity` is a band; `accounts a` is in the statement.
 */
export function rankOf(severity: Prisma.Sql, now: Date): Prisma.Sql {
  const today = Prisma.sql`${instant(now)}::date`;
  return Prisma.sql`
    (CASE ${severity} WHEN 'critical' THEN 4 WHEN 'at_risk' THEN 3 WHEN 'watch' THEN 2 ELSE 1 END)
    * greatest(coalesce(a.arr, 0), 1)
    * (CASE WHEN a.renewal_on IS NULL THEN 1 WHEN a.renewal_on - ${today} BETWEEN 0 AND 90 THEN 4
            WHEN a.renewal_on - ${today} BETWEEN 91 AND 180 THEN 2 ELSE 1 END)`;
}

/** News that a false alarm does not outlive. What recovers, or changes with the rules, is none. */
const NEWS = Prisma.sql`('worsened', 'fell', 'exception', 'slide')`;

/**
 * SQL: how the latest resolved risk of an account sets it aside; null where it does not. Read it only where no risk is
 * open. `until` is the instant it is asked for.
 */
export function setAsideSql(
  accountId: Prisma.Sql,
  workspaceId: string,
  until: Prisma.Sql = Prisma.sql`'infinity'::timestamptz`,
): Prisma.Sql {
  return Prisma.sql`(SELECT CASE
       WHEN o.outcome = 'lost' THEN 'lost'
       WHEN o.verdict = 'false_alarm' AND NOT EXISTS (
              SELECT FROM health_changes c
               WHERE c.account_id = o.account_id AND c.workspace_id = o.workspace_id AND c.rule IN ${NEWS}
                 AND c.at > o.resolved_at AND c.at <= ${until}) THEN 'false_alarm' END
      FROM risks o
     WHERE o.account_id = ${accountId} AND o.workspace_id = ${uuid(workspaceId)} AND o.state = 'resolved'
       AND o.resolved_at <= ${until}
     ORDER BY o.resolved_at DESC, o.number DESC LIMIT 1)`;
}

/** What sets an account aside, with the risk that says so; null while a risk is open. */
export async function loadSetAside(
  ctx: { db: Db; workspace: { id: string } },
  accountId: string,
): Promise<SetAside | null> {
  const where = { workspaceId: ctx.workspace.id, accountId };
  const open = await ctx.db.risk.count({ where: { ...where, state: { in: [...OPEN_RISK_STATES] } } });
  if (open > 0) return null;
  const [found] = await ctx.db.$queryRaw<{ as: SetAsideAs | null }[]>`
    SELECT ${setAsideSql(uuid(accountId), ctx.workspace.id)} AS "as"`;
  const latest = await ctx.db.risk.findFirst({
    where: { ...where, state: 'resolved' },
    orderBy: [{ resolvedAt: 'desc' }, { number: 'desc' }],
    select: { number: true, resolvedAt: true },
  });
  if (!found?.as || !latest?.resolvedAt) return null;
  return { as: found.as, riskName: riskName(latest), at: latest.resolvedAt };
}
