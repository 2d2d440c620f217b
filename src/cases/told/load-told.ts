import { z } from 'zod';
import type { TxCtx } from '../../platform/ctx.ts';
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
