import { z } from 'zod';
import type { Db, TxCtx } from '../../platform/ctx.ts';
import { instant, uuid } from '../../platform/sql.ts';
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
  due: readonly DueTimer[],
): Promise<ReadonlyMap<string, Escalated[]>> {
  const ids = due.map(({ subject }) => subject.id);
  const rows = await ctx.tx.auditEntry.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType,
      subjectId: { in: ids },
      action: `${subjectType}.escalated`,
    },
    orderBy: { id: 'desc' },
    select: { subjectId: true, data: true, at: true },
    take: MOST,
  });
  const told = new Map<string, Escalated[]>();
  for (const { subjectId, data, at } of rows) {
    const read = Data.safeParse(data).data;
    if (read) told.set(subjectId, [...(told.get(subjectId) ?? []), { ...read, at }]);
  }
  return told;
}

/** Those whom earlier rungs of this ladder told. */
export function heardOnLadder(timer: DueTimer, told: readonly Escalated[]): ReadonlySet<string> {
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

/** Case id → whether it is late, in the order in which they came. */
export type Asked = ReadonlyMap<string, boolean>;

interface Row {
  type: string;
  id: string;
  isLate: boolean;
}

/**
 * Of the reminders that waited for this morning those whose clock runs as it did then: one for each case, whatever
 * clocks brought it here. What somebody has snoozed does not remind them; whom it was told to as a lead it still is. By the type of the case.
 */
export async function loadMorning(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  memberId: string,
  day: string,
): Promise<Map<string, Asked>> {
  const now = instant(ctx.now);
  const rows = await ctx.db.$queryRaw<Row[]>`
    SELECT i.subject_type AS type, i.subject_id AS id,
           bool_or(coalesce(o.due_at <= ${now}, false) OR i.clock <> o.step) AS "isLate"
      FROM morning_items i
      JOIN owed o ON o.subject_type = i.subject_type AND o.subject_id = i.subject_id AND i.clock = ANY (o.clocks)
      JOIN timers t ON t.subject_type = i.subject_type AND t.subject_id = i.subject_id AND t.clock = i.clock
       AND t.epoch = i.epoch
     WHERE i.workspace_id = ${uuid(ctx.workspace.id)} AND o.workspace_id = i.workspace_id
       AND i.member_id = ${uuid(memberId)} AND i.day = ${day}
       AND (o.snoozed_until IS NULL OR o.snoozed_until <= ${now} OR i.clock <> o.step
            OR i.member_id IS DISTINCT FROM o.member_id)
     GROUP BY i.subject_type, i.subject_id
     ORDER BY min(i.created_at), min(i.id::text)
     LIMIT ${MORNING_ITEMS}::int`;
  const byType = new Map<string, Map<string, boolean>>();
  for (const { type, id, isLate } of rows) {
    const asked = byType.get(type) ?? new Map<string, boolean>();
    byType.set(type, asked.set(id, isLate));
  }
  return byType;
}
