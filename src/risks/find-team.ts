import type { Ctx, TxCtx } from '../platform/ctx.ts';

export interface RiskTeam {
  id: string;
  channel: string | null;
  leadId: string | null;
}

/** The CS team of the account's CS owner, else the only one there is; null where neither is. */
export async function findTeam(ctx: TxCtx | Ctx, csOwnerId: string | null): Promise<RiskTeam | null> {
  const db = 'tx' in ctx ? ctx.tx : ctx.db;
  const [team] = await db.$queryRaw<RiskTeam[]>`
    SELECT id, channel, "leadId" FROM (
      SELECT t.id, t.channel, t.lead_id AS "leadId", t.created_at, count(*) OVER () AS teams,
             EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = t.id AND m.member_id = ${csOwnerId}::uuid) AS theirs
        FROM teams t WHERE t.workspace_id = ${ctx.workspace.id}::uuid AND t.lane = 'cs') AS t
     WHERE theirs OR teams = 1
     ORDER BY theirs DESC, created_at, id
     LIMIT 1`;
  return team ?? null;
}
