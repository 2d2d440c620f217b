import { z } from 'zod';
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Subject } from '../../outbox/message.ts';
import type { Db, TxCtx } from '../../platform/ctx.ts';
import { instant, texts, uuid, uuids } from '../../platform/sql.ts';
import { plusDays } from '../../time/day.ts';
import type { DueTimer } from '../clocks/timer.ts';

/** One escalation that was made, as the history keeps it. */
export interface Escalated {
  clock: string;
  /** Of the clock's arming; null in entries of a version that did not keep it. */
  epoch: number | null;
  rung: number;
  /** Ids of members. */
  told: readonly string[];
  /** The fallback channel heard of it. */
  channel: boolean;
  at: Date;
}

const Data = z.object({
  clock: z.string(),
  rung: z.number(),
  told: z.array(z.string()),
  epoch: z.number().nullable().default(null),
  channel: z.boolean().default(false),
});

/** So many escalations of one batch say all there is to know. */
const MOST = 10_000;

/** Who was told of each of these cases before, by the case's id. */
export async function loadTold(
  ctx: TxCtx,
  subjectType: string,
  due: readonly Pick<DueTimer, 'subject'>[],
): Promise<ReadonlyMap<string, Escalated[]>> {
  const ids = due.map(({ subject }) => subject.id);
  // By hand: Prisma sends a parameter for each id, and takes longer to put that together than the database to answer.
  const rows = await ctx.tx.$queryRaw<{ subjectId: string; data: unknown; at: Date }[]>`
    SELECT subject_id AS "subjectId", data, at FROM audit_entries
     WHERE workspace_id = ${uuid(ctx.workspace.id)} AND subject_type = ${subjectType}
       AND subject_id = ANY (${uuids(ids)}) AND action = ${`${subjectType}.escalated`}
     ORDER BY id DESC LIMIT ${MOST}::int`;
  const told = new Map<string, Escalated[]>();
  for (const { subjectId, data, at } of rows) {
    const read = Data.safeParse(data).data;
    if (read) told.set(subjectId, [...(told.get(subjectId) ?? []), { ...read, at }]);
  }
  return told;
}

/** Those whom earlier rungs of this ladder told. */
export function heardOnLadder(
  timer: Pick<DueTimer, 'clock' | 'epoch' | 'rungIndex'>,
  told: readonly Escalated[],
): ReadonlySet<string> {
  return new Set(
    told
      .filter(
        ({ clock, epoch, rung }) => clock === timer.clock && epoch === timer.epoch && rung < timer.rungIndex,
      )
      .flatMap((one) => one.told),
  );
}

/** A morning DM holds as many reminders as fit. */
const MORNING_ITEMS = 200;

/** What becomes of a case of a morning: what it asks is owed, or late, or done since. */
export type Stands = 'due' | 'late' | 'done';
/** By the case's id, in the order in which they came. */
export type Asked = ReadonlyMap<string, Stands>;

interface Row<S = Stands> {
  type: string;
  id: string;
  stands: S;
}

/**
 * Of the reminders that waited for this morning those whose clock runs as it did then: one for each case, whatever
 * clocks brought it here. What somebody has snoozed does not remind them; whom it was told to as a lead it still is. By the type of the case.
 *
 * Once its DM stands there, `today` is its day: what is snoozed stays in it, and so does what its reader owes another step
 * of before the day ends; the others are done, where something became of them on that day.
 */
export async function loadMorning(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  memberId: string,
  day: string,
  today: { from: Date; until: Date } | null,
): Promise<Map<string, Asked>> {
  const now = instant(ctx.now);
  const isThere = Prisma.sql`${today !== null}::boolean`;
  const { from, until } = today ?? { from: ctx.now, until: ctx.now };
  const rows = await ctx.db.$queryRaw<Row[]>`
    SELECT c.type, c.id, CASE WHEN NOT c.asked THEN 'done' WHEN c.late THEN 'late' ELSE 'due' END AS stands
      FROM (
        SELECT i.subject_type AS type, i.subject_id AS id, min(i.created_at) AS came, min(i.id::text) AS item,
               bool_or(a.asked) AS asked, bool_or(a.asked AND a.late) AS late
          FROM morning_items i
          LEFT JOIN owed o ON o.subject_type = i.subject_type AND o.subject_id = i.subject_id
           AND o.workspace_id = i.workspace_id
          LEFT JOIN timers t ON t.subject_type = i.subject_type AND t.subject_id = i.subject_id AND t.clock = i.clock
           AND t.epoch = i.epoch AND i.clock = ANY (o.clocks)
         CROSS JOIN LATERAL (
           SELECT coalesce(o.snoozed_until > ${now} AND i.clock = o.step AND i.member_id = o.member_id, false) AS snoozed) s
         CROSS JOIN LATERAL (
           SELECT coalesce(CASE WHEN t.id IS NOT NULL THEN ${isThere} OR NOT s.snoozed
                                ELSE ${isThere} AND i.member_id = o.member_id AND o.due_at <= ${instant(until)} END, false) AS asked,
                  NOT s.snoozed AND coalesce(o.due_at <= ${now} OR (t.id IS NOT NULL AND i.clock <> o.step), false) AS late) a
         WHERE i.workspace_id = ${uuid(ctx.workspace.id)} AND i.member_id = ${uuid(memberId)} AND i.day = ${day}
         GROUP BY i.subject_type, i.subject_id) c
     WHERE c.asked OR (${isThere} AND EXISTS (
             SELECT 1 FROM audit_entries e
              WHERE e.workspace_id = ${uuid(ctx.workspace.id)} AND e.subject_type = c.type AND e.subject_id = c.id
                AND e.at >= ${instant(from)}))
     ORDER BY c.came, c.item
     LIMIT ${MORNING_ITEMS}::int`;
  return byTypeOf(rows);
}

function byTypeOf<S>(rows: readonly Row<S>[]): Map<string, Map<string, S>> {
  const byType = new Map<string, Map<string, S>>();
  for (const { type, id, stands } of rows) {
    const asked = byType.get(type) ?? new Map<string, S>();
    byType.set(type, asked.set(id, stands));
  }
  return byType;
}

/** By the type of the case, and what its reader has snoozed. */
export type ToldStands = ReadonlyMap<string, ReadonlyMap<string, Stands | 'snoozed'>>;

/** What has become of cases that a member is told of at once: asked still while the clock that brought it there runs. */
export async function loadStands(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  memberId: string | null,
  cases: readonly { type: string; id: string; clock: string; epoch: number | null; role: string }[],
): Promise<ToldStands> {
  const now = instant(ctx.now);
  const rows = await ctx.db.$queryRaw<Row<Stands | 'snoozed'>[]>`
    SELECT g.type, g.id,
           CASE WHEN NOT bool_or(t.id IS NOT NULL) THEN 'done'
                WHEN bool_and(coalesce(o.snoozed_until > ${now} AND g.clock = o.step AND o.member_id = ${uuid(memberId)}, false))
                THEN 'snoozed'
                WHEN bool_or(t.id IS NOT NULL AND (g.role <> 'owner' OR coalesce(o.due_at <= ${now} OR g.clock <> o.step, false))) THEN 'late'
                ELSE 'due' END AS stands
      FROM jsonb_to_recordset(${JSON.stringify(cases.map((one, place) => ({ ...one, place })))}::jsonb)
        AS g (type text, id uuid, clock text, epoch int, role text, place int)
      LEFT JOIN owed o ON o.subject_type = g.type AND o.subject_id = g.id
       AND o.workspace_id = ${uuid(ctx.workspace.id)}
      LEFT JOIN timers t ON t.subject_type = g.type AND t.subject_id = g.id AND t.clock = g.clock
       AND t.epoch = g.epoch AND g.clock = ANY (o.clocks)
     GROUP BY g.type, g.id
     ORDER BY min(g.place)`;
  return byTypeOf(rows);
}

/** Whether a member was told of a case on this day of theirs, by a message of these kinds or in the DM of its morning. */
export async function wasToldOn(
  ctx: TxCtx,
  { type, id }: Subject,
  memberId: string,
  { day, from, until, kinds }: { day: string; from: Date; until: Date; kinds: readonly string[] },
): Promise<boolean> {
  const said = Prisma.sql`coalesce(m.hold_until, m.created_at)`;
  const [row] = await ctx.tx.$queryRaw<{ was: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM morning_items i
       WHERE i.workspace_id = ${uuid(ctx.workspace.id)} AND i.member_id = ${uuid(memberId)} AND i.day = ${day}
         AND i.subject_type = ${type} AND i.subject_id = ${uuid(id)}
    ) OR EXISTS (
      SELECT FROM outbox_messages m
       WHERE m.workspace_id = ${uuid(ctx.workspace.id)} AND m.member_id = ${uuid(memberId)}
         AND m.kind = ANY (${texts(kinds)}) AND m.created_at > ${instant(plusDays(from, -LONGEST_HELD_DAYS))}
         AND ${said} >= ${instant(from)} AND ${said} < ${instant(until)}
         AND (m.subject_id = ${uuid(id)} OR m.data -> 'cases' @> jsonb_build_array(jsonb_build_object('id', ${id}::text)))
    ) AS was`;
  return row?.was ?? false;
}

/** A first word is held over a holiday at most. */
const LONGEST_HELD_DAYS = 14;
