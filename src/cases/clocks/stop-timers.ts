import type { TxCtx } from '../../platform/ctx.ts';
import type { Subject } from './timer.ts';

/** Makes clocks of a subject stand still: those named, else all. One that stands still already stays as it is. */
export async function stopTimers(ctx: TxCtx, subject: Subject, clocks?: readonly string[]): Promise<void> {
  await ctx.tx.timer.updateMany({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: subject.type,
      subjectId: subject.id,
      dueAt: { not: null },
      ...(clocks && { clock: { in: [...clocks] } }),
    },
    data: { dueAt: null, attempt: 0, retryAt: null, version: { increment: 1 } },
  });
}
