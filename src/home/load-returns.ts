import { Prisma } from '../../prisma/generated/client.ts';
import { peopleOf } from '../figures/in-scope.ts';
import type { Period } from '../figures/period.ts';
import { CRITERIA } from '../handoffs/kinds.ts';
import type { Db } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import type { Group } from './groups.ts';
import type { Returns } from './team-work.ts';

/** The newest of a period. */
const MOST = 2_000;
/** Fewer say more about one day than about somebody. */
const FEWEST = 3;
const SHOWN = 5;

interface Row {
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
  ctx: { db: Db; workspace: { id: string }; now: Date },
  scope: Group['scope'],
  period: Period,
): Promise<Returns> {
  const ws = uuid(ctx.workspace.id);
  const people = Prisma.sql`ANY (ARRAY(${peopleOf(scope, ctx.workspace.id) ?? Prisma.sql`SELECT NULL::uuid`}))`;
  const rows = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
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
  const gaps = rows.flatMap(({ slackUserId, label, returned }) =>
    slackUserId === null ? [{ label: labelOf(label ?? ''), times: returned }] : [],
  );
  return {
    reps: reps.sort((a, b) => b.returned / b.sent - a.returned / a.sent || b.sent - a.sent),
    gaps: gaps.sort((a, b) => b.times - a.times),
  };
}

/** Criteria of one key ask the same, whatever the template calls it. */
function labelOf(key: string): string {
  return CRITERIA.find((one) => one.key === key)?.label ?? key;
}
