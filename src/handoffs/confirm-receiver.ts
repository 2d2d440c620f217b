import { type Changed, changeCase } from '../cases/change-case.ts';
import { notNow } from '../cases/not-now.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { isOpen } from './handoff.ts';
import { HANDOFFS } from './handoff-case.ts';
import { loadProposal } from './load-proposal.ts';
import { decideReassign } from './moves.ts';
import { whyUnfit } from './reassign.ts';

/** The sender or the receiver agrees to who was proposed: the handoff goes to them as if it was reassigned. */
export function confirmReceiver(
  ctx: Ctx,
  { handoffId, entryId }: { handoffId: string; entryId: string },
): Promise<Changed | Refusal> {
  return changeCase(ctx, HANDOFFS, handoffId, {
    verb: 'confirm_receiver',
    decide: async ({ handoff, actor }, ctx) => {
      if (!isOpen(handoff.state)) return notNow('reassigned');
      const proposal = await loadProposal(ctx, handoffId);
      if (proposal?.entryId !== entryId)
        return refuse('superseded', 'This proposal is out of date: look at where the handoff stands now.');
      const { byId, receiverId, reason } = proposal;
      if ([byId, receiverId].includes(actor.id))
        return refuse(
          'own_proposal',
          'Someone else confirms this: the sender or the receiver of the handoff.',
        );
      const decision = (await whyUnfit(ctx, handoff, receiverId)) ?? decideReassign(handoff, receiverId);
      return isRefusal(decision)
        ? decision
        : { ...decision, data: { reason, to: receiverId, proposedBy: byId } };
    },
  });
}
