import { isAdmin } from '../people/person.ts';
import { dbOf } from '../platform/ctx.ts';
import { uuid } from '../platform/sql.ts';
import type { Settings } from '../settings/catalogue.ts';
import type { Reading } from './exposed.ts';
import type { FigureFacts } from './rights.ts';

/** Nobody leads more. */
const TEAMS = 100;

/** What decides which figures a member may see. One statement; somebody unknown is an outsider. */
export async function loadFigureRights(
  ctx: Reading,
  memberId: string,
  settings: Settings,
): Promise<FigureFacts> {
  const workspaceId = ctx.workspace.id;
  const [row] = await dbOf(ctx).$queryRaw<Row[]>`
    SELECT m.slack_user_id AS "slackUserId", m.is_admin AS "isAdmin", m.is_bot OR m.is_guest OR m.is_stranger
             OR m.deactivated_at IS NOT NULL AS "isOutsider",
           EXISTS (SELECT 1 FROM members r WHERE r.manager_id = m.id AND r.workspace_id = m.workspace_id
                      AND r.deactivated_at IS NULL AND r.id <> m.id) AS "hasReports",
           coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'own', t.own) ORDER BY t.name)
              FROM (SELECT t.id, t.name, t.lead_id = m.id AS own FROM teams t JOIN members l ON l.id = t.lead_id
                     WHERE t.workspace_id = m.workspace_id AND (l.id = m.id OR l.manager_id = m.id)
                     ORDER BY t.name LIMIT ${TEAMS}::int) AS t), '[]') AS teams
      FROM members m WHERE m.id = ${uuid(memberId)} AND m.workspace_id = ${uuid(workspaceId)}`;
  const { admins, 'figures.readers': readers } = settings.values;
  const teamsThat = (own: boolean) =>
    (row?.teams ?? []).filter((team) => team.own === own).map(({ id, name }) => ({ id, name }));
  return {
    memberId,
    isOutsider: row?.isOutsider ?? true,
    isAdmin: row !== undefined && isAdmin(row, admins),
    isReader: row !== undefined && readers.includes(row.slackUserId),
    hasReports: row?.hasReports ?? false,
    leads: teamsThat(true),
    leadsReport: teamsThat(false),
  };
}

interface Row {
  slackUserId: string;
  isAdmin: boolean;
  isOutsider: boolean;
  hasReports: boolean;
  teams: { id: string; name: string; own: boolean }[];
}
