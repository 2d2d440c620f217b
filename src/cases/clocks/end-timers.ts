import type { TxCtx } from '../../platform/ctx.ts';
import type { Subject } from './timer.ts';

/**
 * The clocks of a case that has ended go with it, so that what looks at clocks costs what is open and not what was.
 * One that is opened again gives its clocks an epoch they never had (see armTimer).
 */
export async function endTimers(ctx: TxCtx, subject: Subject): Promise<void> {
  await ctx.tx.timer.deleteMany({
    where: { workspaceId: ctx.workspace.id, subjectType: subject.type, subjectId: subject.id },
  });
}
