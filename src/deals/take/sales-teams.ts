import { dbOf, type Reading } from '../../platform/ctx.ts';
import { uuid, uuids } from '../../platform/sql.ts';

/** Whose lead says whose a deal is, by who sold it; null: where nobody is known to have. */
export type SalesTeams = ReadonlyMap<string | null, string>;

/** The sales team of each of these people, else the oldest one that has a lead; no entry where neither is. */
export async function findSalesTeams(
  ctx: Reading,
  memberIds: readonly (string | null)[],
): Promise<SalesTeams> {
  const ids = [...new Set(memberIds.filter((id) => id !== null))];
  const rows = await dbOf(ctx).$queryRaw<{ memberId: string | null; teamId: string }[]>`
    SELECT asked.id AS "memberId", team.id AS "teamId"
      FROM (SELECT unnest(${uuids(ids)}) AS id UNION ALL SELECT NULL) AS asked
     CROSS JOIN LATERAL (
           SELECT t.id FROM teams t
            WHERE t.workspace_id = ${uuid(ctx.workspace.id)} AND t.lane = 'sales' AND t.lead_id IS NOT NULL
            ORDER BY EXISTS (SELECT FROM team_members m WHERE m.team_id = t.id AND m.member_id = asked.id) DESC,
                     t.created_at, t.id
            LIMIT 1) AS team`;
  return new Map(rows.map(({ memberId, teamId }) => [memberId, teamId]));
}
