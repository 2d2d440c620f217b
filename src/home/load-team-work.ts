import { Prisma } from '../../prisma/generated/client.ts';
import type { WorkSection } from '../cases/case.ts';
import { peopleOf } from '../figures/in-scope.ts';
import type { Db } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import type { Group } from './groups.ts';
import { type OnHome, placesOf } from './load-work.ts';
import type { TeamWork } from './team-work.ts';

export const TEAM_PAGE = 12;

interface Row {
  slackUserId: string;
  name: string;
  awayUntil: Date | null;
  hasLeft: boolean;
  open: Partial<Record<WorkSection, number>>;
  late: number;
  total: number;
}

/** What is open with each person of a group, those first who are late with most. Private handoffs are counted. One statement. */
export async function loadTeamWork(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  scope: Group['scope'],
  { page, kinds }: { page: number; kinds: readonly OnHome[] },
): Promise<TeamWork> {
  const ws = uuid(ctx.workspace.id);
  const now = instant(ctx.now);
  const people = peopleOf(scope, ctx.workspace.id) ?? Prisma.sql`SELECT NULL::uuid`;
  const rows = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
    WITH people AS MATERIALIZED (
      SELECT m.id, m.slack_user_id, m.name, m.away_until, m.deactivated_at FROM members m
       WHERE m.workspace_id = ${ws} AND m.id = ANY (ARRAY(${people})) AND NOT m.is_bot AND NOT m.is_guest AND NOT m.is_stranger
    ), theirs AS MATERIALIZED (
      SELECT ARRAY(SELECT id FROM people) AS ids
    ), places AS MATERIALIZED (
      SELECT * FROM ${placesOf(kinds)}
    ), work AS MATERIALIZED (
      SELECT o.member_id AS whose, o.subject_type, o.step, o.due_at
        FROM owed o WHERE o.workspace_id = ${ws} AND o.member_id = ANY ((SELECT ids FROM theirs)::uuid[])
      UNION ALL
      SELECT coalesce(t.lead_id, o.other_id), o.subject_type, o.step, o.due_at
        FROM owed o LEFT JOIN teams t ON t.id = o.team_id
       WHERE o.workspace_id = ${ws} AND o.member_id IS NULL
         AND coalesce(t.lead_id, o.other_id) = ANY ((SELECT ids FROM theirs)::uuid[])
    ), sections AS MATERIALIZED (
      SELECT work.whose, p.section, count(*)::int AS n, (count(*) FILTER (WHERE work.due_at < ${now}))::int AS late
        FROM work JOIN places p ON p.type = work.subject_type AND p.step = work.step GROUP BY work.whose, p.section
    ), per AS MATERIALIZED (
      SELECT whose, jsonb_object_agg(section, n) AS open, sum(n) AS n, sum(late)::int AS late FROM sections GROUP BY whose
    ), shown AS MATERIALIZED (
      SELECT p.*, per.open, per.n, per.late
        FROM people p LEFT JOIN per ON per.whose = p.id WHERE p.deactivated_at IS NULL OR per.whose IS NOT NULL
    )
    SELECT slack_user_id AS "slackUserId", name, deactivated_at IS NOT NULL AS "hasLeft",
           CASE WHEN away_until > ${now} THEN away_until END AS "awayUntil",
           coalesce(open, '{}') AS open, coalesce(late, 0) AS late, (SELECT count(*)::int FROM shown) AS total
      FROM shown
     ORDER BY coalesce(late, 0) DESC, coalesce(n, 0) DESC, name, id
     LIMIT ${TEAM_PAGE}::int
    OFFSET ${TEAM_PAGE}::int * (SELECT greatest(0, least(${page}::int, (count(*)::int - 1) / ${TEAM_PAGE}::int)) FROM shown)`);
  const pages = Math.max(1, Math.ceil((rows[0]?.total ?? 0) / TEAM_PAGE));
  return {
    people: rows.map(({ slackUserId, name, awayUntil, hasLeft, open, late }) => ({
      person: { slackUserId, name, awayUntil, hasLeft },
      open,
      late,
    })),
    page: Math.min(page, pages - 1),
    pages,
  };
}
