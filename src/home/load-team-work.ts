import { Prisma } from '../../prisma/generated/client.ts';
import type { WorkSection } from '../cases/case.ts';
import { peopleOf } from '../figures/exposed.ts';
import type { Period } from '../figures/scope.ts';
import { isOwn } from '../handoffs/brief/template.ts';
import { CRITERIA } from '../handoffs/kinds.ts';
import { loadOwnLabels } from '../handoffs/questions/load-templates.ts';
import type { ReadCtx } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import { EndsSchema, type OnHome, placesOf } from './load-work.ts';
import type { Group, Returns, TeamWork } from './work.ts';

const TEAM_PAGE = 12;

interface Row {
  slackUserId: string;
  name: string;
  awayUntil: Date | null;
  hasLeft: boolean;
  open: Partial<Record<WorkSection, number>>;
  ends: unknown;
  late: number;
  total: number;
}

/** What is open with each person of a group, those first who are late with most. Private handoffs are counted. One statement. */
export async function loadTeamWork(
  ctx: ReadCtx & { now: Date },
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
      SELECT o.member_id AS whose, o.subject_type, o.step, o.due_at, o.facts ->> 'kind' AS kind
        FROM owed o WHERE o.workspace_id = ${ws} AND o.member_id = ANY ((SELECT ids FROM theirs)::uuid[])
      UNION ALL
      SELECT coalesce(t.lead_id, o.other_id), o.subject_type, o.step, o.due_at, o.facts ->> 'kind'
        FROM owed o LEFT JOIN teams t ON t.id = o.team_id
       WHERE o.workspace_id = ${ws} AND o.member_id IS NULL
         AND coalesce(t.lead_id, o.other_id) = ANY ((SELECT ids FROM theirs)::uuid[])
    ), sections AS MATERIALIZED (
      SELECT work.whose, p.section, count(*)::int AS n, (count(*) FILTER (WHERE work.due_at < ${now}))::int AS late
        FROM work JOIN places p ON p.type = work.subject_type AND p.step = work.step GROUP BY work.whose, p.section
    ), ends AS MATERIALIZED (
      SELECT whose, jsonb_object_agg(kind, n) AS ends FROM (
        SELECT work.whose, work.kind, count(*) AS n FROM work JOIN places p ON p.type = work.subject_type AND p.step = work.step
         WHERE p.section = 'finish' AND p.type = 'handoff' GROUP BY 1, 2) AS per_kind GROUP BY whose
    ), per AS MATERIALIZED (
      SELECT whose, jsonb_object_agg(section, n) AS open, sum(n) AS n, sum(late)::int AS late FROM sections GROUP BY whose
    ), shown AS MATERIALIZED (
      SELECT p.*, per.open, per.n, per.late, ends.ends
        FROM people p LEFT JOIN per ON per.whose = p.id LEFT JOIN ends ON ends.whose = p.id WHERE p.deactivated_at IS NULL OR per.whose IS NOT NULL
    )
    SELECT slack_user_id AS "slackUserId", name, deactivated_at IS NOT NULL AS "hasLeft",
           CASE WHEN away_until > ${now} THEN away_until END AS "awayUntil",
           coalesce(open, '{}') AS open, coalesce(ends, '{}') AS ends, coalesce(late, 0) AS late, (SELECT count(*)::int FROM shown) AS total
      FROM shown
     ORDER BY coalesce(late, 0) DESC, coalesce(n, 0) DESC, name, id
     LIMIT ${TEAM_PAGE}::int
    OFFSET ${TEAM_PAGE}::int * (SELECT greatest(0, least(${page}::int, (count(*)::int - 1) / ${TEAM_PAGE}::int)) FROM shown)`);
  const pages = Math.max(1, Math.ceil((rows[0]?.total ?? 0) / TEAM_PAGE));
  return {
    people: rows.map(({ slackUserId, name, awayUntil, hasLeft, open, ends, late }) => ({
      person: { slackUserId, name, awayUntil, hasLeft },
      open,
      ends: EndsSchema.parse(ends),
      late,
    })),
    page: Math.min(page, pages - 1),
    pages,
  };
}

/** The newest of a period. */
const MOST = 2_000;
/** Fewer say more about one day than about somebody. */
const FEWEST = 3;
const SHOWN = 5;

interface ReturnRow {
  label: string | null;
  slackUserId: string | null;
  sent: number;
  returned: number;
}

/**
 * For want of what handoffs come back that one of the group sent or received, first handed over in a period, and whose
 * they are: of the group's own people alone. Nothing below three of a kind. One statement.
 */
export async function loadReturns(
  ctx: ReadCtx & { now: Date },
  scope: Group['scope'],
  period: Period,
): Promise<Returns> {
  const ws = uuid(ctx.workspace.id);
  const people = Prisma.sql`ANY (ARRAY(${peopleOf(scope, ctx.workspace.id) ?? Prisma.sql`SELECT NULL::uuid`}))`;
  const rows = await ctx.db.$queryRaw<ReturnRow[]>(Prisma.sql`
    WITH chosen AS MATERIALIZED (
      SELECT h.id, h.sender_id, h.returns FROM handoffs h
       WHERE h.workspace_id = ${ws} AND h.submitted_at >= ${instant(period.from)}
         AND h.submitted_at < ${instant(period.to)} AND (h.sender_id = ${people} OR h.receiver_id = ${people})
       ORDER BY h.submitted_at DESC, h.id DESC LIMIT ${MOST}::int
    ), reps AS (
      SELECT m.name AS label, m.slack_user_id AS slack_user_id, count(*)::int AS sent, (count(*) FILTER (WHERE c.returns > 0))::int AS returned
        FROM chosen c JOIN members m ON m.id = c.sender_id
       WHERE c.sender_id = ${people}
       GROUP BY m.id HAVING count(*) >= ${FEWEST}::int AND count(*) FILTER (WHERE c.returns > 0) > 0
       ORDER BY (count(*) FILTER (WHERE c.returns > 0))::float / count(*) DESC, count(*) DESC, m.name, m.id LIMIT ${SHOWN}::int
    ), gaps AS (
      SELECT gap.key AS label, count(DISTINCT c.id)::int AS returned
        FROM chosen c
        JOIN audit_entries e ON e.workspace_id = ${ws} AND e.subject_type = 'handoff' AND e.subject_id = c.id AND e.action = 'handoff.returned'
       CROSS JOIN LATERAL jsonb_array_elements_text(
               CASE jsonb_typeof(e.data -> 'criteria') WHEN 'array' THEN e.data -> 'criteria' ELSE '[]' END) AS gap (key)
       WHERE c.returns > 0
       GROUP BY gap.key HAVING count(DISTINCT c.id) >= ${FEWEST}::int
       ORDER BY 2 DESC, 1 LIMIT ${SHOWN}::int
    )
    SELECT label, slack_user_id AS "slackUserId", sent, returned FROM reps
    UNION ALL SELECT label, NULL, 0, returned FROM gaps`);
  const reps = rows.flatMap(({ slackUserId, label, sent, returned }) =>
    slackUserId === null ? [] : [{ person: { slackUserId, name: label ?? '' }, sent, returned }],
  );
  const asked = rows.filter(({ slackUserId }) => slackUserId === null);
  const own = await loadOwnLabels(
    ctx.db,
    ctx.workspace.id,
    asked.map(({ label }) => label ?? '').filter(isOwn),
  );
  const gaps = asked.map(({ label, returned }) => ({
    label: own.get(label ?? '') ?? labelOf(label ?? ''),
    times: returned,
  }));
  return {
    reps: reps.sort((a, b) => b.returned / b.sent - a.returned / a.sent || b.sent - a.sent),
    gaps: gaps.sort((a, b) => b.times - a.times),
  };
}

/** Criteria of one key ask the same, whatever the template calls it. */
function labelOf(key: string): string {
  return CRITERIA.find((one) => one.key === key)?.label ?? key;
}
