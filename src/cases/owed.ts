import { Prisma } from '../../prisma/generated/client.ts';
import type { Subject } from '../outbox/message.ts';
import type { Tx, TxCtx } from '../platform/ctx.ts';
import { instant, instantSql, uuid } from '../platform/sql.ts';
import { undoUntil } from './case.ts';
import type { CaseKind, CaseShape } from './case-kind.ts';

/**
 * Has what is owed say how these cases stand, in the transaction that changes them: of each a row, or none where nobody
 * owes a step any more. Their clocks are set before. A case that is due to be drawn anew stays so, unless it is anyhow within
 * two minutes: whoever draws it now would forget that moment, at which what is offered is over.
 */
export async function writeOwed<C extends CaseShape>(
  ctx: TxCtx,
  kind: CaseKind<C>,
  cases: readonly C['parties'][],
): Promise<void> {
  const ended: string[] = [];
  const rows = cases.flatMap((parties) => {
    const row = kind.row(parties);
    const owed = kind.owed(row);
    if (owed === null) ended.push(row.id);
    if (owed === null) return [];
    const startsAt = kind.clocks[owed.step as C['clock']]?.startsAt;
    const { id, version, snoozedUntil } = row;
    const clocks = kind.running(row);
    const since = startsAt ? startsAt(parties, ctx.now) : owed.since;
    return [{ ...owed, id, version, snoozedUntil, clocks, since, name: kind.name(row) }];
  });
  if (ended.length > 0)
    await ctx.tx.owed.deleteMany({
      where: { workspaceId: ctx.workspace.id, subjectType: kind.type, subjectId: { in: ended } },
    });
  if (rows.length === 0) return;
  const now = instant(ctx.now);
  // By hand: one statement for a whole book.
  await ctx.tx.$executeRaw`
    INSERT INTO owed AS o (workspace_id, subject_type, subject_id, version, name, step, clocks, account_id, member_id,
           team_id, other_id, private, urgent, since, promised_at, due_at, late_at, snoozed_until, redraw_at, facts)
    SELECT ${uuid(ctx.workspace.id)}, ${kind.type}, g.id, g.version, g.name, g.step, g.clocks, g."accountId", g."memberId",
           g."teamId", g."otherId", coalesce(g.private, false), coalesce(g.urgent, false), g.since, g."promisedAt", l.due_at, l.late_at, g."snoozedUntil",
           least(CASE WHEN g."offeredUntil" > ${now} THEN g."offeredUntil" END,
                 ${overdueSql(Prisma.sql`l.due_at`, Prisma.sql`g."snoozedUntil"`, ctx.now)}),
           coalesce(g.facts, '{}')
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS g (id uuid, version int, name text, step text, clocks text[],
           "accountId" uuid, "memberId" uuid, "teamId" uuid, "otherId" uuid, private boolean, urgent boolean,
           since timestamptz, "promisedAt" timestamptz, "snoozedUntil" timestamptz, "offeredUntil" timestamptz, facts jsonb)
     CROSS JOIN LATERAL (${limitsOf({
       type: Prisma.sql`${kind.type}`,
       id: Prisma.sql`g.id`,
       step: Prisma.sql`g.step`,
       clocks: Prisma.sql`g.clocks`,
       promisedAt: Prisma.sql`g."promisedAt"`,
     })}) AS l
     ORDER BY g.id
    ON CONFLICT (subject_type, subject_id) DO UPDATE SET
      version = EXCLUDED.version, name = EXCLUDED.name, step = EXCLUDED.step, clocks = EXCLUDED.clocks,
      account_id = EXCLUDED.account_id, member_id = EXCLUDED.member_id, team_id = EXCLUDED.team_id,
      other_id = EXCLUDED.other_id, private = EXCLUDED.private, urgent = EXCLUDED.urgent, since = EXCLUDED.since,
      promised_at = EXCLUDED.promised_at, due_at = EXCLUDED.due_at, late_at = EXCLUDED.late_at,
      snoozed_until = EXCLUDED.snoozed_until, facts = EXCLUDED.facts,
      redraw_at = CASE WHEN o.redraw_at <= ${now} AND coalesce(EXCLUDED.redraw_at, 'infinity') > ${instant(undoUntil(ctx.now))}
                       THEN o.redraw_at ELSE EXCLUDED.redraw_at END
    WHERE o.workspace_id = EXCLUDED.workspace_id`;
}

/**
 * The limits of clocks that were reckoned anew, without a change of their cases. A case that somebody changes at this
 * moment is passed over: it says itself how it stands, and waiting for it would be out of turn.
 */
export async function followLimits(tx: Tx, subjects: readonly Subject[], now: Date): Promise<void> {
  if (subjects.length === 0) return;
  await tx.$executeRaw`
    UPDATE owed o SET due_at = l.due_at, late_at = l.late_at,
           redraw_at = CASE WHEN o.redraw_at <= ${instant(now)} THEN o.redraw_at
                            ELSE ${overdueSql(Prisma.sql`l.due_at`, Prisma.sql`w.snoozed_until`, now)} END
      FROM (SELECT w.* FROM owed w
             WHERE (w.subject_type, w.subject_id) IN (
                     SELECT g.type, g.id FROM jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) AS g (type text, id uuid))
             ORDER BY w.subject_type, w.subject_id FOR UPDATE SKIP LOCKED) AS w
     CROSS JOIN LATERAL (${limitsOf({
       type: Prisma.sql`w.subject_type`,
       id: Prisma.sql`w.subject_id`,
       step: Prisma.sql`w.step`,
       clocks: Prisma.sql`w.clocks`,
       promisedAt: Prisma.sql`w.promised_at`,
     })}) AS l
     WHERE o.subject_type = w.subject_type AND o.subject_id = w.subject_id`;
}

/** SQL: when its messages begin to say that it is overdue, which none of a case that is snoozed does. Null: they say so by now, or never will. */
export function overdueSql(dueAt: Prisma.Sql, snoozedUntil: Prisma.Sql, now: Date): Prisma.Sql {
  const from = Prisma.sql`greatest(${dueAt}, ${snoozedUntil})`;
  return Prisma.sql`CASE WHEN ${dueAt} IS NOT NULL AND ${from} > ${instant(now)} THEN ${from} END`;
}

function limitsOf(of: Record<'type' | 'id' | 'step' | 'clocks' | 'promisedAt', Prisma.Sql>): Prisma.Sql {
  return Prisma.sql`
    SELECT coalesce(${of.promisedAt}, min(t.at) FILTER (WHERE t.clock = ${of.step})) AS due_at,
           least(coalesce(${of.promisedAt}, min(t.at) FILTER (WHERE t.clock = ${of.step})),
                 min(t.at) FILTER (WHERE t.clock <> ${of.step})) AS late_at
      FROM (SELECT t.clock, ${limitSql(Prisma.sql`t.ladder`)} AS at FROM timers t
             WHERE t.subject_type = ${of.type} AND t.subject_id = ${of.id} AND t.clock = ANY (${of.clocks})) AS t`;
}

/** The instant at which a stored ladder reaches its limit, as `limitIn` reads it, within a statement. Null: it has none. */
function limitSql(ladder: Prisma.Sql): Prisma.Sql {
  const rungs = Prisma.sql`${ladder} -> 'rungs'`;
  return instantSql(Prisma.sql`(${ladder} -> 'due' ->> (
    SELECT (rung.place - 1)::int
      FROM jsonb_array_elements(CASE jsonb_typeof(${rungs}) WHEN 'array' THEN ${rungs} ELSE '[]' END)
        WITH ORDINALITY AS rung (body, place)
     WHERE rung.body -> 'at' = '1' LIMIT 1))`);
}
