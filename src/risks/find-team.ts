import { type Ctx, dbOf, type TxCtx } from '../platform/ctx.ts';

export interface RiskTeam {
  id: string;
  channel: string | null;
  leadId: string | null;
}

/** The CS team of each owner, else the only one there is; no entry where neither is. */
export async function findTeams(
  ctx: TxCtx | Ctx,
  csOwnerIds: readonly (string | null)[],
): Promise<Map<string | null, RiskTeam>> {
  const db = dbOf(ctx);
  const rows = await db.$queryRaw<(RiskTeam & { ownerId: string | null })[]>`
    SELECT asked.id AS "ownerId", team.id, team.channel, team."leadId"
      FROM (SELECT DISTINCT id FROM unnest(${[...csOwnerIds]}::uuid[]) AS id) AS asked
     CROSS JOIN LATERAL (
           SELECT t.id, t.channel, t."leadId" FROM (
             SELECT t.id, t.channel, t.lead_id AS "leadId", t.created_at, count(*) OVER () AS teams,
                    EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = t.id AND m.member_id = asked.id) AS theirs
               FROM teams t WHERE t.workspace_id = ${ctx.workspace.id}::uuid AND t.lane = 'cs') AS t
            WHERE theirs OR teams = 1
            ORDER BY theirs DESC, created_at, id
            LIMIT 1) AS team`;
  return new Map(rows.map(({ ownerId, ...team }) => [ownerId, team]));
}
