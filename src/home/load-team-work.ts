import { Prisma } from '../../prisma/generated/client.ts';
import { peopleOf } from '../figures/in-scope.ts';
import { handoffDueSql } from '../handoffs/due-sql.ts';
import type { Db } from '../platform/ctx.ts';
import type { Group } from './groups.ts';
import { limitOf } from './limit-of.ts';
import type { PersonWork, TeamWork } from './team-work.ts';

export const TEAM_PAGE = 12;

interface Row extends Omit<PersonWork, 'person'> {
  slackUserId: string;
  name: string;
  awayUntil: Date | null;
  hasLeft: boolean;
  total: number;
}

/** What is open with each person of a group, those first who are late with most. Private handoffs are counted. One statement. */
export async function loadTeamWork(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  scope: Group['scope'],
  page: number,
): Promise<TeamWork> {
  const ws = Prisma.sql`${ctx.workspace.id}::uuid`;
  const now = Prisma.sql`${ctx.now.toISOString()}::timestamptz`;
  const people = peopleOf(scope, ctx.workspace.id) ?? Prisma.sql`SELECT NULL::uuid`;
  const [subject, id, clock] = [Prisma.sql`work.subject`, Prisma.sql`work.id`, Prisma.sql`work.clock`];
  const limit = limitOf(ws, { subject, id, clock });
  const per = (part: string) => Prisma.sql`(count(*) FILTER (WHERE work.part = ${part}))::int`;
  const rows = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
    WITH people AS MATERIALIZED (
      SELECT m.id, m.slack_user_id, m.name, m.away_until, m.deactivated_at FROM members m
       WHERE m.workspace_id = ${ws} AND m.id = ANY (ARRAY(${people})) AND NOT m.is_bot AND NOT m.is_guest AND NOT m.is_stranger
    ), theirs AS MATERIALIZED (
      SELECT ARRAY(SELECT id FROM people) AS ids
    ), work AS MATERIALIZED (
      SELECT h.receiver_id AS whose, h.id, 'handoff' AS subject, CASE h.state WHEN 'accepted' THEN 'finish' ELSE 'answer' END AS part,
             CASE h.state WHEN 'submitted' THEN 'acknowledge' WHEN 'acknowledged' THEN 'decide' ELSE 'finish' END AS clock
        FROM handoffs h WHERE h.workspace_id = ${ws} AND h.receiver_id = ANY ((SELECT ids FROM theirs)::uuid[])
         AND h.state IN ('submitted', 'acknowledged', 'accepted')
      UNION ALL
      SELECT h.sender_id, h.id, 'handoff', 'returned', 'resubmit'
        FROM handoffs h WHERE h.workspace_id = ${ws} AND h.sender_id = ANY ((SELECT ids FROM theirs)::uuid[]) AND h.state = 'returned'
      UNION ALL
      SELECT r.owner_id, r.id, 'risk', CASE r.state WHEN 'open' THEN 'unclaimed' ELSE 'claimed' END,
             CASE WHEN r.state = 'open' THEN 'claim' WHEN r.check_in_on IS NULL THEN 'plan' ELSE 'check_in' END
        FROM risks r WHERE r.workspace_id = ${ws} AND r.owner_id = ANY ((SELECT ids FROM theirs)::uuid[]) AND r.state IN ('open', 'claimed')
      UNION ALL
      SELECT coalesce(t.lead_id, r.partner_id), r.id, 'risk', 'unclaimed', 'claim'
        FROM risks r LEFT JOIN teams t ON t.id = r.team_id
       WHERE r.workspace_id = ${ws} AND r.owner_id IS NULL AND r.state = 'open' AND coalesce(t.lead_id, r.partner_id) = ANY ((SELECT ids FROM theirs)::uuid[])
    ), per AS MATERIALIZED (
      SELECT work.whose, ${per('answer')} AS answer, ${per('returned')} AS returned, ${per('finish')} AS finish,
             ${per('claimed')} AS claimed, ${per('unclaimed')} AS unclaimed,
             (count(*) FILTER (WHERE CASE WHEN h.id IS NULL THEN ${limit} ELSE ${handoffDueSql(limit)} END < ${now}))::int AS late
        FROM work LEFT JOIN handoffs h ON h.id = work.id AND h.workspace_id = ${ws} GROUP BY work.whose
    ), shown AS MATERIALIZED (
      SELECT p.*, per.answer, per.returned, per.finish, per.claimed, per.unclaimed, per.late
        FROM people p LEFT JOIN per ON per.whose = p.id WHERE p.deactivated_at IS NULL OR per.whose IS NOT NULL
    )
    SELECT slack_user_id AS "slackUserId", name, deactivated_at IS NOT NULL AS "hasLeft",
           CASE WHEN away_until > ${now} THEN away_until END AS "awayUntil",
           coalesce(answer, 0) AS answer, coalesce(returned, 0) AS returned, coalesce(finish, 0) AS finish,
           coalesce(claimed, 0) AS claimed, coalesce(unclaimed, 0) AS unclaimed, coalesce(late, 0) AS late,
           (SELECT count(*)::int FROM shown) AS total
      FROM shown
     ORDER BY coalesce(late, 0) DESC, coalesce(answer + returned + finish + claimed + unclaimed, 0) DESC, name, id
     LIMIT ${TEAM_PAGE}::int
    OFFSET ${TEAM_PAGE}::int * (SELECT greatest(0, least(${page}::int, (count(*)::int - 1) / ${TEAM_PAGE}::int)) FROM shown)`);
  const pages = Math.max(1, Math.ceil((rows[0]?.total ?? 0) / TEAM_PAGE));
  return {
    people: rows.map(({ slackUserId, name, awayUntil, hasLeft, total: _, ...open }) => ({
      person: { slackUserId, name, awayUntil, hasLeft },
      ...open,
    })),
    page: Math.min(page, pages - 1),
    pages,
  };
}
