import type { ReadCtx } from '../../platform/ctx.ts';
import { instant, uuid, uuids } from '../../platform/sql.ts';

/** The type of signal that says that a customer leaves. */
export const NOTICE = 'churn_notice';

/**
 * When customers left: a risk was closed as lost, or they gave notice and neither took it back nor were saved since.
 * What a renewal ended in is not kept yet; once it is, one that was not renewed is a third column here.
 */
export async function loadLeft(
  { db, workspace, now }: ReadCtx & { now: Date },
  accounts: readonly string[],
): Promise<Map<string, Date>> {
  const id = uuid(workspace.id);
  const rows = await db.$queryRaw<{ accountId: string; at: Date }[]>`
    SELECT a.id AS "accountId", least(lost.at, notice.at) AS at
      FROM unnest(${uuids(accounts)}) AS a (id)
     CROSS JOIN LATERAL (
           SELECT min(resolved_at) AS at FROM risks
            WHERE account_id = a.id AND workspace_id = ${id} AND state = 'resolved' AND outcome = 'lost'
              AND resolved_at <= ${instant(now)}) AS lost
     CROSS JOIN LATERAL (
           SELECT min(n.observed_at) AS at FROM signals n
            WHERE n.account_id = a.id AND n.workspace_id = ${id} AND n.type = ${NOTICE} AND NOT n.voided
              AND n.value >= 1 AND n.observed_at <= ${instant(now)}
              AND NOT EXISTS (SELECT FROM signals b
                               WHERE b.account_id = a.id AND b.workspace_id = ${id} AND b.type = ${NOTICE}
                                 AND NOT b.voided AND b.value < 1 AND b.observed_at > n.observed_at
                                 AND b.observed_at <= ${instant(now)})
              AND NOT EXISTS (SELECT FROM risks r
                               WHERE r.account_id = a.id AND r.workspace_id = ${id} AND r.state = 'resolved'
                                 AND r.outcome IN ('saved', 'not_a_risk') AND r.resolved_at > n.observed_at)) AS notice
     WHERE lost.at IS NOT NULL OR notice.at IS NOT NULL`;
  return new Map(rows.map(({ accountId, at }) => [accountId, at]));
}
