import { Prisma } from '../../prisma/generated/client.ts';

/** Reads one `Person` per row of `members m`, teams included, in one statement. */
export const SELECT_PERSON = Prisma.sql`
  SELECT m.id, m.slack_user_id AS "slackUserId", m.name, m.zone,
         m.is_bot AS "isBot", m.is_guest AS "isGuest", m.is_stranger AS "isStranger", m.is_admin AS "isAdmin",
         m.deactivated_at AS "deactivatedAt", m.away_until AS "awayUntil",
         m.cover_id AS "coverId", m.manager_id AS "managerId",
         coalesce((
           SELECT jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'lane', t.lane, 'channel', t.channel,
                                               'leadId', t.lead_id, 'calendar', t.calendar) ORDER BY t.name)
             FROM team_members tm JOIN teams t ON t.id = tm.team_id AND t.workspace_id = m.workspace_id
            WHERE tm.member_id = m.id
         ), '[]') AS teams
    FROM members m`;
