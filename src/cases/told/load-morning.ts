import type { Db } from '../../platform/ctx.ts';

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
 * Of the reminders that waited for this morning those whose clock runs as it did then, and is not snoozed: one for each
 * case, whatever clocks brought it here. By the type of the case.
 */
export async function loadMorning(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  memberId: string,
  day: string,
): Promise<Map<string, Asked>> {
  const now = ctx.now.toISOString();
  const rows = await ctx.db.$queryRaw<Row[]>`
    SELECT i.subject_type AS type, i.subject_id AS id,
           bool_or(coalesce(o.due_at <= ${now}::timestamptz, false) OR i.clock <> o.step) AS "isLate"
      FROM morning_items i
      JOIN owed o ON o.subject_type = i.subject_type AND o.subject_id = i.subject_id AND i.clock = ANY (o.clocks)
      JOIN timers t ON t.subject_type = i.subject_type AND t.subject_id = i.subject_id AND t.clock = i.clock
       AND t.epoch = i.epoch
     WHERE i.workspace_id = ${ctx.workspace.id}::uuid AND o.workspace_id = i.workspace_id
       AND i.member_id = ${memberId}::uuid AND i.day = ${day}
       AND (o.snoozed_until IS NULL OR o.snoozed_until <= ${now}::timestamptz OR i.clock <> o.step)
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
