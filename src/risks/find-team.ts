import type { Ctx, TxCtx } from '../platform/ctx.ts';

export interface RiskTeam {
  id: string;
  channel: string | null;
  leadId: string | null;
}

/** The CS team of the account's CS owner, else the first there is; null in a workspace without one. */
export async function findTeam(ctx: TxCtx | Ctx, csOwnerId: string | null): Promise<RiskTeam | null> {
  const db = 'tx' in ctx ? ctx.tx : ctx.db;
  const [team] = await db.$queryRaw<RiskTeam[]>`
    SELECT t.id, t.channel, t.lead_id AS "leadId" FROM teams t
     WHERE t.workspace_id = ${ctx.workspace.id}::uuid AND t.lane = 'cs'
     ORDER BY EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = t.id AND m.member_id = ${csOwnerId}::uuid) DESC,
              t.created_at, t.id
     LIMIT 1`;
  return team ?? null;
}
