import { rungsIn } from '../escalation/timer.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { type Chased, clockIsLive } from './rung.ts';

/**
 * Those of the handoffs whose clock has reached the last rung of its ladder, or reaches it now: whoever the hard stop
 * would tell hears of them already.
 */
export async function atTopOfLadder(ctx: TxCtx, handoffs: readonly Chased[]): Promise<Set<string>> {
  const byId = new Map(handoffs.map((handoff) => [handoff.id, handoff]));
  const timers = await ctx.tx.timer.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: 'handoff',
      subjectId: { in: [...byId.keys()] },
      clock: { not: 'hard_stop' },
    },
    select: { subjectId: true, clock: true, ladder: true, rung: true, repeats: true, dueAt: true },
  });
  const top = timers.filter(({ subjectId, clock, ladder, rung, repeats, dueAt }) => {
    const handoff = byId.get(subjectId);
    if (!handoff || !clockIsLive(handoff, clock)) return false;
    const last = rungsIn(ladder) - 1;
    return rung > last || (rung === last && (repeats > 0 || (dueAt !== null && dueAt <= ctx.now)));
  });
  return new Set(top.map(({ subjectId }) => subjectId));
}
