import { loadPeople } from '../people/load-people.ts';
import { whyNotReceiver } from '../people/person.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { transactOnce } from '../platform/transact.ts';
import { applyDecision, type Changed } from './change-handoff.ts';
import { isOpen, wrongState } from './handoff.ts';
import { loadProposal } from './load-proposal.ts';
import { decideReassign } from './moves.ts';
import { notYours } from './not-yours.ts';
import { may } from './rights.ts';
import { loadScene } from './scene.ts';

/** The sender or the receiver agrees to who was proposed: the handoff goes to them as if it was reassigned. */
export function confirmReceiver(
  ctx: Ctx,
  { handoffId, entryId }: { handoffId: string; entryId: string },
): Promise<Changed | Refusal> {
  return transactOnce(ctx, `confirm_receiver:${handoffId}`, async (ctx) => {
    const scene = await loadScene(ctx, handoffId);
    if (isRefusal(scene)) return scene;
    if (!may('confirm_receiver', scene.roles, scene.handoff.private))
      return notYours(scene, 'confirm_receiver');
    if (!isOpen(scene.handoff.state)) return wrongState(scene.handoff, 'reassigned');
    const proposal = await loadProposal(ctx, handoffId);
    if (proposal?.entryId !== entryId)
      return refuse('superseded', 'This proposal is out of date: look at where the handoff stands now.');
    const { byId, receiverId, reason } = proposal;
    if ([byId, receiverId].includes(scene.actor.id))
      return refuse('own_proposal', 'Someone else confirms this: the sender or the receiver of the handoff.');
    const people = await loadPeople(ctx.tx, ctx.workspace.id, [receiverId]);
    const decision =
      whyNotReceiver(people.get(receiverId), scene.handoff.senderId, ctx.now) ??
      decideReassign(scene.handoff, receiverId);
    if (isRefusal(decision)) return decision;
    return applyDecision(ctx, scene, decision, { reason, to: receiverId, proposedBy: byId });
  });
}
