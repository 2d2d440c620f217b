import { dueIn } from '../escalation/timer.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { type Chased, clockIsLive } from './rung.ts';

/**
 * Those of the handoffs whose clock has reached the last rung of its ladder, or reaches it in this moment, whichever
 * rung it still stands on: whoever the hard stop would tell hears of them already. A snooze mutes it, and then the hard
 * stop speaks.
 */
export async function atTopOfLadder(
  ctx: TxCtx,
  handoffs: readonly (Chased & { snoozedUntil: Date | null })[],
): Promise<Set<string>> {
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
    const due = dueIn({ subjectId, clock, ladder });
    if (due === null) return false;
    const last = due.length - 1;
    if (rung > last || (rung === last && repeats > 0)) return true;
    const isMuted = handoff.snoozedUntil !== null && handoff.snoozedUntil > ctx.now;
    const fires = dueAt !== null && dueAt <= ctx.now && !isMuted;
    return fires && due.slice(rung).every((at) => at <= ctx.now);
  });
  return new Set(top.map(({ subjectId }) => subjectId));
}
