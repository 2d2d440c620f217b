import { apply } from '../../cases/change-case.ts';
import { limitAt } from '../../cases/clocks/ladder.ts';
import { limitIn } from '../../cases/clocks/timer.ts';
import { clockOf } from '../../cases/set-clocks.ts';
import type { Ctx, TxCtx } from '../../platform/ctx.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { Flag } from '../../risks/risk.ts';
import { type Flagged, flagRisk } from '../../risks/verbs/flag-risk.ts';
import { HANDOFFS } from '../handoff-case.ts';

/** The one door for flags: a risk of an account is flagged, and where it is urgent, what waits for a response of it is, too. */
export function flagAccount(ctx: Ctx, flag: Flag): Promise<Flagged | Refusal> {
  return flagRisk(ctx, flag, becomeUrgent);
}

/** More are not handed over of one account at once. */
const MOST = 20;

/**
 * A risk of this account was flagged as urgent: a handoff of it that nobody has responded to becomes urgent, once, and
 * what is left to respond is the time of what cannot wait. Nothing happens where less than that is left.
 */
async function becomeUrgent(ctx: TxCtx, accountId: string): Promise<void> {
  const workspaceId = ctx.workspace.id;
  const waiting = await ctx.tx.handoff.findMany({
    where: { workspaceId, accountId, state: 'submitted', urgentRisk: false },
    orderBy: { id: 'asc' },
    select: { id: true },
    take: MOST,
  });
  const { parties: all } = await HANDOFFS.loadBatch(
    ctx,
    waiting.map(({ id }) => id),
  );
  for (const parties of all.values()) {
    const { handoff } = parties;
    const where = { workspaceId, subjectType: HANDOFFS.type, subjectId: handoff.id, clock: 'acknowledge' };
    const timer = await ctx.tx.timer.findFirst({ where });
    const limit = timer && limitIn(timer);
    const urgent = { ...parties, handoff: { ...handoff, urgentRisk: true } };
    const { ladder, calendar } = clockOf(HANDOFFS, urgent, 'acknowledge', ctx.now);
    const due = limitAt(ladder, ctx.now, calendar);
    if (!limit || limit <= due) continue;
    await apply(ctx, HANDOFFS, parties, {
      action: 'became_urgent',
      patch: { urgentRisk: true, snoozedUntil: null },
      restart: ['acknowledge'],
      data: { due: due.toISOString() },
    });
  }
}
