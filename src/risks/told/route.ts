import { type Ctx, dbOf, type TxCtx } from '../../platform/ctx.ts';
import { uuid, uuids } from '../../platform/sql.ts';
import type { Settings } from '../../settings/catalogue.ts';

/** What decides where a card goes. */
interface Route {
  accountChannel: string | null;
  segment: string | null;
  /** Of the CS owner's team, else of the only one there is. */
  teamChannel: string | null;
}

/** The right shared channel: the account's, else its segment's, else the team's, else the workspace's. */
export function cardChannel(
  { accountChannel, segment, teamChannel }: Route,
  settings: Settings,
): string | null {
  const ofSegment = settings.values['alerts.segment_channels'][(segment ?? '').toLowerCase()];
  return accountChannel ?? ofSegment ?? teamChannel ?? settings.values['risk.channel'];
}

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
  const owners = csOwnerIds.filter((id) => id !== null);
  const rows = await db.$queryRaw<(RiskTeam & { ownerId: string | null })[]>`
    SELECT asked.id AS "ownerId", team.id, team.channel, team."leadId"
      FROM (SELECT DISTINCT id FROM unnest(${uuids(owners)}) AS id
             UNION ALL SELECT NULL) AS asked
     CROSS JOIN LATERAL (
           SELECT t.id, t.channel, t."leadId" FROM (
             SELECT t.id, t.channel, t.lead_id AS "leadId", t.created_at, count(*) OVER () AS teams,
                    EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = t.id AND m.member_id = asked.id) AS theirs
               FROM teams t WHERE t.workspace_id = ${uuid(ctx.workspace.id)} AND t.lane = 'cs') AS t
            WHERE theirs OR teams = 1
            ORDER BY theirs DESC, created_at, id
            LIMIT 1) AS team`;
  return new Map(rows.map(({ ownerId, ...team }) => [ownerId, team]));
}
