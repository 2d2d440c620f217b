import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import { SECTIONS, type WorkSection } from '../cases/case.ts';
import type { CaseKind, CaseShape } from '../cases/case-kind.ts';
import { KIND_NAMES } from '../handoffs/kinds.ts';
import type { Person } from '../people/person.ts';
import type { ReadCtx } from '../platform/ctx.ts';
import { instant, texts, uuid, uuids } from '../platform/sql.ts';
import { eachReadable } from '../platform/stored.ts';
import { isoDay } from '../time/day.ts';
import type { Colleague, WorkItem, WorkPage } from './work.ts';

export const WORK_PAGE = 20;

/** Where on Home the steps of one kind stand. */
export type OnHome = Pick<CaseKind<CaseShape>, 'type' | 'home'>;

interface Row {
  section: WorkSection;
  type: string;
  id: string;
  step: string;
  name: string;
  private: boolean;
  dueAt: Date | null;
  snoozedUntil: Date | null;
  since: Date | null;
  facts: unknown;
  counts: unknown;
  ends: unknown;
  insteadOfId: string | null;
  insteadOfName: string | null;
  otherId: string | null;
  otherName: string | null;
  account: string | null;
  arr: string | null;
  currency: string | null;
  renewalOn: Date | null;
}

/**
 * What waits for somebody, in order of urgency: by section, then what is urgent, then by when it is due. Theirs, and
 * that of whom they stand in for (`answersFor`), who alone of others reads what is private; what is late with those
 * whom they cover for or lead; and what they sent and wait for. Drafts are their own alone. One statement.
 */
export async function loadWork(
  ctx: ReadCtx & { now: Date },
  me: Person,
  { answersFor, page, kinds }: { answersFor: readonly string[]; page: number; kinds: readonly OnHome[] },
): Promise<WorkPage> {
  const ws = uuid(ctx.workspace.id);
  const now = instant(ctx.now);
  const mine = Prisma.sql`(${uuids(answersFor)})`;
  const rows = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
    WITH below AS MATERIALIZED (
      SELECT ARRAY(
        SELECT m.id FROM members m
         WHERE m.workspace_id = ${ws} AND m.id <> ALL ${mine} AND m.deactivated_at IS NULL
           AND (m.cover_id = ${uuid(me.id)} OR EXISTS (
                 SELECT FROM team_members tm JOIN teams t ON t.id = tm.team_id WHERE tm.member_id = m.id AND t.lead_id = ${uuid(me.id)}))
      ) AS ids
    ), places AS MATERIALIZED (
      SELECT * FROM ${placesOf(kinds)}
    ), found AS MATERIALIZED (
      SELECT NULL AS section, o.subject_type, o.subject_id, o.member_id AS whose, o.other_id AS other
        FROM owed o WHERE o.workspace_id = ${ws} AND o.member_id = ANY ${mine}
      UNION ALL
      SELECT NULL, o.subject_type, o.subject_id, coalesce(t.lead_id, o.other_id), o.other_id
        FROM owed o LEFT JOIN teams t ON t.id = o.team_id
       WHERE o.workspace_id = ${ws} AND o.member_id IS NULL AND coalesce(t.lead_id, o.other_id) = ANY ${mine}
      UNION ALL
      SELECT 'covering', o.subject_type, o.subject_id, o.member_id, o.other_id
        FROM owed o WHERE o.workspace_id = ${ws} AND o.member_id = ANY ((SELECT ids FROM below)::uuid[])
         AND o.due_at <= ${now} AND NOT o.private
      UNION ALL
      SELECT p.other_side, o.subject_type, o.subject_id, o.other_id, o.member_id
        FROM owed o JOIN places p ON p.type = o.subject_type AND p.step = o.step
       WHERE o.workspace_id = ${ws} AND o.other_id = ANY ${mine} AND p.other_side IS NOT NULL
    ), work AS MATERIALIZED (
      SELECT coalesce(f.section, CASE WHEN o.since > ${now} THEN p.before END, p.section) AS section, f.whose, f.other,
             o.subject_type AS type, o.subject_id AS id, o.step, o.name, o.private, o.account_id, o.due_at, o.since, o.facts,
             CASE WHEN o.snoozed_until > ${now} THEN o.snoozed_until END AS snoozed_until,
             coalesce(o.due_at, o.since) AS at, o.urgent AND coalesce(o.since <= ${now}, true) AS urgent
        FROM found f
        JOIN owed o ON o.subject_type = f.subject_type AND o.subject_id = f.subject_id
        JOIN places p ON p.type = o.subject_type AND p.step = o.step
      UNION ALL
      SELECT 'drafts', h.sender_id, NULL, 'draft', h.id, 'resume', coalesce(h.account_name, ''), false, h.account_id, NULL,
             h.updated_at, '{}', NULL, h.created_at, false
        FROM handoffs h WHERE h.workspace_id = ${ws} AND h.sender_id = ${uuid(me.id)} AND h.state = 'draft'
         AND NOT EXISTS (SELECT FROM deals d WHERE d.handoff_id = h.id AND d.state = 'won' AND d.owner_id = h.sender_id)
    ), placed AS MATERIALIZED (
      SELECT work.*, array_position(${texts(SECTIONS)}, work.section) AS place FROM work
    ), page AS (
      SELECT * FROM placed ORDER BY place, urgent DESC, at NULLS LAST, id
       LIMIT ${WORK_PAGE}::int
      OFFSET ${WORK_PAGE}::int * (SELECT greatest(0, least(${page}::int, (count(*)::int - 1) / ${WORK_PAGE}::int)) FROM placed)
    )
    SELECT page.section, page.type, page.id, page.step, page.name, page.private, page.due_at AS "dueAt",
           page.snoozed_until AS "snoozedUntil", page.since, page.facts,
           (SELECT jsonb_object_agg(section, n) FROM (SELECT section, count(*) AS n FROM placed GROUP BY section) AS per) AS counts,
           (SELECT jsonb_object_agg(kind, n) FROM (
              SELECT facts ->> 'kind' AS kind, count(*) AS n FROM placed WHERE section = 'finish' AND type = 'handoff' GROUP BY 1) AS per) AS ends,
           CASE WHEN page.whose <> ${uuid(me.id)} THEN whose.slack_user_id END AS "insteadOfId", whose.name AS "insteadOfName",
           other.slack_user_id AS "otherId", other.name AS "otherName",
           a.name AS account, a.arr::text AS arr, a.currency, a.renewal_on AS "renewalOn"
      FROM page
      LEFT JOIN accounts a ON a.id = page.account_id
      LEFT JOIN members whose ON whose.id = page.whose
      LEFT JOIN members other ON other.id = page.other
     ORDER BY page.place, page.urgent DESC, page.at NULLS LAST, page.id`);
  return pageOf(eachReadable('row of work', rows, itemOf), rows[0], page);
}

/** SQL: a table of where each step stands. */
export function placesOf(kinds: readonly OnHome[]): Prisma.Sql {
  const places = kinds.flatMap(({ type, home }) =>
    Object.entries(home).map(([step, { section, before, otherSide }]) => ({
      type,
      step,
      section,
      before,
      other_side: otherSide,
    })),
  );
  return Prisma.sql`jsonb_to_recordset(${JSON.stringify(places)}::jsonb)
    AS place (type text, step text, section text, before text, other_side text)`;
}

function itemOf(row: Row): WorkItem {
  const { section, type, id, step, name, dueAt, snoozedUntil, facts, since } = row;
  const insteadOf = colleague(row.insteadOfId, row.insteadOfName);
  const base = { id, section, insteadOf, dueAt, snoozedUntil };
  if (section === 'drafts') {
    if (since === null) throw new Error('draft without the instant of its last change');
    return { ...base, type: 'draft', account: row.account ?? (name || null), changedAt: since };
  }
  const { account, arr, currency } = row;
  const renewalOn = isoDay(row.renewalOn);
  return {
    ...base,
    type,
    step,
    name,
    account: account === null ? null : { name: account, arr, currency, renewalOn },
    private: row.private,
    other: colleague(row.otherId, row.otherName),
    facts,
  };
}

const CountsSchema = z.partialRecord(z.enum(SECTIONS), z.number());

/** As a statement counts accepted handoffs by kind. */
export const EndsSchema = z.partialRecord(z.enum(KIND_NAMES), z.number());

function pageOf(items: WorkItem[], first: Row | undefined, page: number): WorkPage {
  const counts = CountsSchema.parse(first?.counts ?? {});
  const ends = EndsSchema.parse(first?.ends ?? {});
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const pages = Math.max(1, Math.ceil(total / WORK_PAGE));
  return { items, counts, ends, page: Math.min(page, pages - 1), pages };
}

function colleague(slackUserId: string | null, name: string | null): Colleague | null {
  return slackUserId === null ? null : { slackUserId, name: name ?? '' };
}
