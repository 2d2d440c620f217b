import { Prisma } from '../../prisma/generated/client.ts';
import { handoffDueSql } from '../handoffs/due-sql.ts';
import type { Person } from '../people/person.ts';
import type { Db } from '../platform/ctx.ts';
import { eachReadable } from '../platform/stored.ts';
import { localDate } from '../time/local-date.ts';
import { limitOf } from './limit-of.ts';
import type { WorkPage } from './work.ts';
import { itemOf, pageOf, type WorkRow } from './work-row.ts';

export const WORK_PAGE = 20;

/**
 * What waits for somebody, in order of urgency: by section, then what is critical, then by when it is due. Theirs, and
 * that of whom they stand in for (`answersFor`), who alone of others reads private handoffs; what is late with those
 * whom they cover for or lead; and what they sent and wait for. Drafts are their own alone. One statement.
 */
export async function loadWork(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  me: Person,
  { answersFor, page }: { answersFor: readonly string[]; page: number },
): Promise<WorkPage> {
  const ws = Prisma.sql`${ctx.workspace.id}::uuid`;
  const mine = Prisma.sql`(${[...answersFor]}::uuid[])`;
  const today = Prisma.sql`${localDate(ctx.now, me.zone)}::date`;
  const subject = Prisma.sql`CASE WHEN work.ask IN ('claim', 'plan', 'check_in', 'wait') THEN 'risk' ELSE 'handoff' END`;
  const clock = Prisma.sql`CASE work.ask WHEN 'wait' THEN 'check_in' ELSE work.ask END`;
  const rows = await ctx.db.$queryRaw<WorkRow[]>(Prisma.sql`
    WITH below AS MATERIALIZED (
      SELECT ARRAY(
        SELECT m.id FROM members m
         WHERE m.workspace_id = ${ws} AND m.id <> ALL ${mine} AND m.deactivated_at IS NULL
           AND (m.cover_id = ${me.id}::uuid OR EXISTS (
                 SELECT FROM team_members tm JOIN teams t ON t.id = tm.team_id WHERE tm.member_id = m.id AND t.lead_id = ${me.id}::uuid))
      ) AS ids
    ), work AS MATERIALIZED (
      SELECT 1 AS place, 'answer' AS section, CASE h.state WHEN 'submitted' THEN 'acknowledge' ELSE 'decide' END AS ask,
             h.id, h.number, h.receiver_id AS whose, h.sender_id AS other, NULL::timestamptz AS at, false AS critical
        FROM handoffs h WHERE h.workspace_id = ${ws} AND h.receiver_id = ANY ${mine} AND h.state IN ('submitted', 'acknowledged')
      UNION ALL
      SELECT 2, 'returned', 'resubmit', h.id, h.number, h.sender_id, h.receiver_id, NULL, false
        FROM handoffs h WHERE h.workspace_id = ${ws} AND h.sender_id = ANY ${mine} AND h.state = 'returned'
      UNION ALL
      SELECT 3, 'covering', CASE h.state WHEN 'submitted' THEN 'acknowledge' ELSE 'decide' END, h.id, h.number, h.receiver_id, h.sender_id, NULL, false
        FROM handoffs h WHERE h.workspace_id = ${ws} AND h.receiver_id = ANY ((SELECT ids FROM below)::uuid[])
         AND h.state IN ('submitted', 'acknowledged') AND NOT h.private
      UNION ALL
      SELECT 3, 'covering', 'resubmit', h.id, h.number, h.sender_id, h.receiver_id, NULL, false
        FROM handoffs h WHERE h.workspace_id = ${ws} AND h.sender_id = ANY ((SELECT ids FROM below)::uuid[]) AND h.state = 'returned' AND NOT h.private
      UNION ALL
      SELECT 3, 'covering', CASE WHEN r.state = 'open' THEN 'claim' WHEN r.check_in_on IS NULL THEN 'plan' ELSE 'check_in' END,
             r.id, r.number, r.owner_id, r.partner_id, NULL, r.severity = 'critical'
        FROM risks r WHERE r.workspace_id = ${ws} AND r.owner_id = ANY ((SELECT ids FROM below)::uuid[]) AND r.state IN ('open', 'claimed')
      UNION ALL
      SELECT 7, 'sent', CASE h.state WHEN 'submitted' THEN 'acknowledge' ELSE 'decide' END, h.id, h.number, h.sender_id, h.receiver_id, NULL, false
        FROM handoffs h WHERE h.workspace_id = ${ws} AND h.sender_id = ANY ${mine} AND h.state IN ('submitted', 'acknowledged')
      UNION ALL
      SELECT 6, 'finish', 'finish', h.id, h.number, h.receiver_id, h.sender_id, h.accepted_at, false
        FROM handoffs h WHERE h.workspace_id = ${ws} AND h.receiver_id = ANY ${mine} AND h.state = 'accepted'
      UNION ALL
      SELECT 8, 'drafts', 'resume', h.id, NULL, h.sender_id, NULL, h.created_at, false
        FROM handoffs h WHERE h.workspace_id = ${ws} AND h.sender_id = ${me.id}::uuid AND h.state = 'draft'
      UNION ALL
      SELECT CASE WHEN r.check_in_on > ${today} THEN 9 ELSE 4 END, CASE WHEN r.check_in_on > ${today} THEN 'risks_planned' ELSE 'risks_due' END,
             CASE WHEN r.check_in_on IS NULL THEN 'plan' WHEN r.check_in_on > ${today} THEN 'wait' ELSE 'check_in' END,
             r.id, r.number, r.owner_id, r.partner_id, r.check_in_on, r.severity = 'critical' AND coalesce(r.check_in_on <= ${today}, true)
        FROM risks r WHERE r.workspace_id = ${ws} AND r.owner_id = ANY ${mine} AND r.state = 'claimed'
      UNION ALL
      SELECT 5, 'risks_open', 'claim', r.id, r.number, r.owner_id, r.partner_id, NULL, r.severity = 'critical'
        FROM risks r WHERE r.workspace_id = ${ws} AND r.owner_id = ANY ${mine} AND r.state = 'open'
      UNION ALL
      SELECT 5, 'risks_open', 'claim', r.id, r.number, coalesce(t.lead_id, r.partner_id), r.partner_id, NULL, r.severity = 'critical'
        FROM risks r LEFT JOIN teams t ON t.id = r.team_id
       WHERE r.workspace_id = ${ws} AND r.owner_id IS NULL AND r.state = 'open' AND coalesce(t.lead_id, r.partner_id) = ANY ${mine}
    ), known AS MATERIALIZED (
      SELECT timed.*, CASE WHEN h.id IS NULL THEN timed.limit_at ELSE ${handoffDueSql(Prisma.sql`timed.limit_at`)} END AS due_at
        FROM (SELECT work.*, ${limitOf(ws, { subject, id: Prisma.sql`work.id`, clock })} AS limit_at FROM work) AS timed
        LEFT JOIN handoffs h ON h.id = timed.id AND h.workspace_id = ${ws}
    ), due AS MATERIALIZED (
      SELECT * FROM known WHERE section <> 'covering' OR due_at <= ${ctx.now}::timestamptz
    ), page AS (
      SELECT * FROM due ORDER BY place, critical DESC, coalesce(at, due_at) NULLS LAST, number, id
       LIMIT ${WORK_PAGE}::int
      OFFSET ${WORK_PAGE}::int * (SELECT greatest(0, least(${page}::int, (count(*)::int - 1) / ${WORK_PAGE}::int)) FROM due)
    )
    SELECT page.section, page.ask, page.id, page.number, page.due_at AS "dueAt",
           (SELECT jsonb_object_agg(section, n) FROM (SELECT section, count(*) AS n FROM due GROUP BY section) AS per) AS counts,
           CASE WHEN page.whose <> ${me.id}::uuid THEN whose.slack_user_id END AS "insteadOfId", whose.name AS "insteadOfName",
           other.slack_user_id AS "otherId", other.name AS "otherName",
           coalesce(a.name, h.account_name) AS account, a.arr::text AS arr, a.currency, a.renewal_on AS "renewalOn",
           h.kind, h.private, h.gaps, h.accepted_at AS "acceptedAt", h.go_live_on AS "goLiveOn", h.updated_at AS "changedAt",
           r.severity, r.plan, r.check_in_on AS "checkInOn",
           CASE WHEN coalesce(h.snoozed_until, r.snoozed_until) > ${ctx.now}::timestamptz
                THEN coalesce(h.snoozed_until, r.snoozed_until) END AS "snoozedUntil"
      FROM page
      LEFT JOIN handoffs h ON h.id = page.id AND h.workspace_id = ${ws}
      LEFT JOIN risks r ON r.id = page.id AND r.workspace_id = ${ws}
      LEFT JOIN accounts a ON a.id = coalesce(h.account_id, r.account_id)
      LEFT JOIN members whose ON whose.id = page.whose
      LEFT JOIN members other ON other.id = page.other
     ORDER BY page.place, page.critical DESC, coalesce(page.at, page.due_at) NULLS LAST, page.number, page.id`);
  return pageOf(eachReadable('row of work', rows, itemOf), rows[0]?.counts ?? {}, page, WORK_PAGE);
}
