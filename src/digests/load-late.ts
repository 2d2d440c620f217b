import { Prisma } from '../../prisma/generated/client.ts';
import { inScope, peopleOf, type Reading } from '../figures/exposed.ts';
import type { Scope } from '../figures/scope.ts';
import { kindsWith } from '../handoffs/kinds.ts';
import { dbOf } from '../platform/ctx.ts';
import { instant, texts, uuid } from '../platform/sql.ts';
import type { Settings } from '../settings/catalogue.ts';
import type { Calendar } from '../time/calendar.ts';
import { plusDays } from '../time/day.ts';
import { workingDayAgo } from '../time/working-time.ts';
import { type DigestContent, type Left, OVERDUE_KINDS, type Overdue } from './content.ts';

const LISTED = 10;
/** What was left longer ago than this nobody comes back to. */
const FORGOTTEN_DAYS = 180;

type Row = (Overdue | Left) & { list: 'overdue' | 'left' | 'kickoffs'; private: boolean; total: number };

/**
 * What is overdue, what was won and not handed over, and which kickoffs are late: of the accounts of a scope, and whatever its people owe. The
 * longest first, in one statement. Private handoffs count, and are not named. The calendar is the reader's.
 */
export async function loadLate(
  ctx: Reading,
  scope: Scope,
  { settings, calendar }: { settings: Settings; calendar: Calendar },
): Promise<Pick<DigestContent, 'overdue' | 'left' | 'kickoffs'>> {
  const ofScope = (who: Prisma.Sql) => {
    const people = peopleOf(scope, ctx.workspace.id);
    const accounts = inScope(scope, ctx.workspace.id);
    return people ? Prisma.sql`(${accounts} OR ${who} = ANY (ARRAY(${people})))` : accounts;
  };
  const rows = await dbOf(ctx).$queryRaw<Row[]>`
    WITH late AS (
      SELECT 'overdue' AS list, work.* FROM (${overdue(ctx, ofScope)}) AS work
      UNION ALL
      SELECT 'left', work.* FROM (${won(ctx, ofScope)}) AS work
      UNION ALL
      SELECT 'left', work.*
        FROM (${drafts(ctx, ofScope, workingDayAgo(ctx.now, calendar))}) AS work
      UNION ALL
      SELECT 'kickoffs', work.* FROM (${kickoffs(ctx, ofScope, settings)}) AS work
    ), ranked AS (
      SELECT *, (count(*) OVER (PARTITION BY list))::int AS total,
             row_number() OVER (PARTITION BY list ORDER BY private, since, id) AS place FROM late
    )
    SELECT r.list, r.kind, r.id, r.private, r.total,
           CASE WHEN NOT r.private THEN r.name END AS name, CASE WHEN NOT r.private THEN r.account END AS account,
           to_char(r.since, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS since,
           CASE WHEN m.id IS NOT NULL
                THEN jsonb_build_object('id', m.id, 'slackUserId', m.slack_user_id, 'name', m.name) END AS who
      FROM ranked r LEFT JOIN members m ON m.id = r.who AND m.workspace_id = ${uuid(ctx.workspace.id)}
     WHERE r.place <= ${LISTED}::int ORDER BY r.list, r.place`;
  const of = (which: Row['list']) => rows.filter(({ list }) => list === which);
  return {
    overdue: listOf<Overdue>(of('overdue')),
    left: listOf<Left>(of('left')),
    kickoffs: listOf<Left>(of('kickoffs')),
  };
}

function listOf<T extends Overdue | Left>(rows: readonly Row[]): { total: number; some: T[] } {
  const named = rows.filter((row) => !row.private);
  return {
    total: rows[0]?.total ?? 0,
    some: named.map(({ kind, id, account, who, since, ...row }) => {
      const name = 'name' in row && row.name !== null ? { name: row.name } : {};
      return { kind, id, account, who, since, ...name } as T;
    }),
  };
}

type OfScope = (who: Prisma.Sql) => Prisma.Sql;

/** Those of which a clock is past its limit, or what somebody has promised. */
function overdue({ workspace, now }: Reading, ofScope: OfScope): Prisma.Sql {
  return Prisma.sql`
    SELECT o.subject_type AS kind, o.subject_id AS id, o.name, a.name AS account, o.member_id AS who, o.late_at AS since, o.private
      FROM owed o JOIN accounts a ON a.id = o.account_id
     WHERE o.workspace_id = ${uuid(workspace.id)} AND o.late_at <= ${instant(now)} AND o.subject_type = ANY (${texts(OVERDUE_KINDS)})
       AND NOT (${isKickoff}) AND ${ofScope(Prisma.sql`o.member_id`)}`;
}

/** Deals that are to be handed over by now. */
function won({ workspace, now }: Reading, ofScope: OfScope): Prisma.Sql {
  return Prisma.sql`
    SELECT 'deal', o.subject_id, NULL, coalesce(a.name, o.name), o.member_id, o.due_at, false
      FROM owed o LEFT JOIN accounts a ON a.id = o.account_id
     WHERE o.workspace_id = ${uuid(workspace.id)} AND o.subject_type = 'deal' AND o.late_at <= ${instant(now)} AND ${ofScope(Prisma.sql`o.member_id`)}`;
}

/** SQL for a row `o` of what is owed: a kickoff to book or to hold, which is listed by itself. */
const isKickoff = Prisma.sql`o.subject_type = 'handoff' AND o.step IN ('book_kickoff', 'hold_kickoff')
  AND o.facts ->> 'kind' = ANY (${kindsWith('hasKickoff')})`;

/** Of deals that were won, and that say whose they are: an empty one is nothing yet. */
function drafts({ workspace, now }: Reading, ofScope: OfScope, before: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT 'draft', h.id, NULL, coalesce(a.name, h.account_name), h.sender_id, h.created_at, h.private
      FROM handoffs h LEFT JOIN accounts a ON a.id = h.account_id
     WHERE h.workspace_id = ${uuid(workspace.id)} AND h.state = 'draft' AND h.kind = ANY (${kindsWith('hasKickoff')}::handoff_kind[]) AND h.created_at < ${instant(before)}
       AND h.created_at >= ${instant(plusDays(now, -FORGOTTEN_DAYS))}
       AND NOT EXISTS (SELECT FROM deals d WHERE d.handoff_id = h.id)
       AND coalesce(a.name, h.account_name) IS NOT NULL AND ${ofScope(Prisma.sql`h.sender_id`)}`;
}

/** By its clock; of one that no clock chases, by how long ago it was handed over. */
function kickoffs({ workspace, now }: Reading, ofScope: OfScope, settings: Settings): Prisma.Sql {
  const days = settings.values['handoff.kickoff_days'];
  return Prisma.sql`
    SELECT 'kickoff', h.id, NULL, a.name, h.receiver_id, h.accepted_at, h.private
      FROM handoffs h JOIN accounts a ON a.id = h.account_id
      LEFT JOIN owed o ON o.subject_type = 'handoff' AND o.subject_id = h.id
     WHERE h.workspace_id = ${uuid(workspace.id)} AND h.state = 'accepted' AND h.kind = ANY (${kindsWith('hasKickoff')}::handoff_kind[])
       AND CASE WHEN h.kickoff_from IS NULL THEN h.submitted_at < ${instant(plusDays(now, -days))} ELSE o.due_at <= ${instant(now)} END
       AND h.submitted_at >= ${instant(plusDays(now, -FORGOTTEN_DAYS))}
       AND ${ofScope(Prisma.sql`h.receiver_id`)}`;
}
