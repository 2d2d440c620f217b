import { notNow, reasonIn } from '../../cases/case.ts';
import { type Changed, changeCase } from '../../cases/change-case.ts';
import { loadPeople } from '../../people/load-people.ts';
import { whyNotReceiver } from '../../people/person.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import type { DealDecision } from '../deal.ts';
import { DEALS } from '../deal-case.ts';

// What people say of a deal that is won.

/** *Not mine*: whose it is, or with null that the sales lead is to say so. They are asked anew, with a fresh clock. */
export function assignDeal(
  ctx: Ctx,
  { dealId, ownerId, drawnFor }: { dealId: string; ownerId: string | null; drawnFor?: string | undefined },
): Promise<Changed | Refusal> {
  return changeCase(ctx, DEALS, dealId, {
    verb: 'assign',
    drawnFor,
    async decide({ deal, leadId }, tx): Promise<DealDecision | Refusal> {
      if (deal.state !== 'won') return notNow('assigned');
      if (deal.ownerId === ownerId)
        return refuse('same_owner', ownerId ? 'They own it already. Pick someone else.' : NO_ONE, 'owner');
      if (ownerId) {
        const people = await loadPeople(tx.tx, ctx.workspace.id, [ownerId]);
        const unfit = whyNotReceiver(people.get(ownerId), '', ctx.now);
        if (unfit) return { ...unfit, field: 'owner' };
      } else if (leadId !== null && leadId === deal.ownerId) return refuse('is_lead', NO_ONE, 'owner');
      return {
        action: 'assigned',
        patch: { ownerId, handoffId: null, snoozedUntil: null },
        restart: ['hand_over'],
        dropsDraft: true,
      };
    },
    data: { to: ownerId },
  });
}

const NO_ONE = 'There’s no one else Baton could ask. Pick whose it is.';

/** It needs no handoff, with the reason. */
export function dismissDeal(
  ctx: Ctx,
  command: { dealId: string; reason: string },
): Promise<Changed | Refusal> | Refusal {
  const reason = reasonIn(command.reason);
  if (isRefusal(reason)) return reason;
  return changeCase(ctx, DEALS, command.dealId, {
    verb: 'dismiss',
    decide: ({ deal, actor }): DealDecision | Refusal =>
      deal.state === 'won'
        ? {
            action: 'dismissed',
            patch: {
              state: 'dismissed',
              dismissal: reason,
              dismissedById: actor.id,
              handoffId: null,
              closedAt: ctx.now,
              snoozedUntil: null,
            },
            dropsDraft: true,
          }
        : notNow('dismissed'),
    data: { reason },
  });
}
