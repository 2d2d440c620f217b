import type { TxCtx } from '../platform/ctx.ts';
import { uuid, uuids } from '../platform/sql.ts';
import type { LastAction } from './agenda.ts';

/** By risk: the last that a person did about it. Nudges are none. */
export async function loadLastActions(
  ctx: TxCtx,
  riskIds: readonly string[],
): Promise<Map<string, LastAction>> {
  if (riskIds.length === 0) return new Map();
  const workspaceId = ctx.workspace.id;
  const rows = await ctx.tx.$queryRaw<(Omit<LastAction, 'at'> & { riskId: string; at: Date })[]>`
    SELECT asked.id AS "riskId", replace(e.action, 'risk.', '') AS action, e.at,
           coalesce(e.data ->> 'note', e.data ->> 'reason', e.data ->> 'firstAction') AS words,
           CASE WHEN m.id IS NOT NULL
                THEN jsonb_build_object('id', m.id, 'slackUserId', m.slack_user_id, 'name', m.name) END AS by
      FROM unnest(${uuids(riskIds)}) AS asked (id)
     CROSS JOIN LATERAL (
           SELECT e.* FROM audit_entries e
            WHERE e.workspace_id = ${uuid(workspaceId)} AND e.subject_type = 'risk' AND e.subject_id = asked.id
              AND e.actor ->> 'type' = 'member' AND e.action <> 'risk.nudged'
            ORDER BY e.id DESC LIMIT 1) AS e
      LEFT JOIN members m ON m.workspace_id = ${uuid(workspaceId)} AND m.id = (e.actor ->> 'memberId')::uuid`;
  return new Map(rows.map(({ riskId, at, ...row }) => [riskId, { ...row, at: at.toISOString() }]));
}
