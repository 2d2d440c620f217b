import { z } from 'zod';
import { notNow, reasonIn } from '../../cases/case.ts';
import { type Changed, changeCase } from '../../cases/change-case.ts';
import { loadPeople } from '../../people/load-people.ts';
import { whyNotReceiver } from '../../people/person.ts';
import { memberOf } from '../../platform/audit.ts';
import { type Ctx, dbOf, type Reading, type TxCtx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { stored } from '../../platform/stored.ts';
import { type Decision, type Handoff, isOpen, NOT_ANSWERED } from '../handoff.ts';
import { HANDOFFS } from '../handoff-case.ts';

interface AnotherReceiver {
  handoffId: string;
  receiverId: string;
  reason: string;
  drawnFor?: string | undefined;
}

const NOT_BY_ONESELF = refuse(
  'self_named',
  'You’re covering for someone it names, so you can respond as it is. Only its sender or receiver can reassign it to you.',
  'receiver',
);

/** Another receiver, with a reason. They get a fresh ladder; the hard stop runs on. */
export async function reassignHandoff(ctx: Ctx, command: AnotherReceiver): Promise<Changed | Refusal> {
  const { handoffId, receiverId, drawnFor } = command;
  const reason = reasonIn(command.reason);
  if (isRefusal(reason)) return reason;
  return changeCase(ctx, HANDOFFS, handoffId, {
    verb: 'reassign',
    drawnFor,
    decide: ({ handoff, actor, roles }, tx) => {
      // Who stands in for somebody reads it only for so long: they do not make it theirs.
      const isNamed = roles.includes('sender') || roles.includes('receiver');
      return handoff.private && receiverId === actor.id && !isNamed
        ? NOT_BY_ONESELF
        : decideReassign(tx, handoff, receiverId);
    },
    data: { reason, to: receiverId },
  });
}

/**
 * Another receiver, by somebody who may not name one: of a private handoff the sender or the receiver confirms it, so
 * that nobody lets themselves in. Nothing moves until then.
 */
export async function proposeReceiver(ctx: Ctx, command: AnotherReceiver): Promise<Changed | Refusal> {
  const { handoffId, receiverId, drawnFor } = command;
  const reason = reasonIn(command.reason);
  if (isRefusal(reason)) return reason;
  return changeCase(ctx, HANDOFFS, handoffId, {
    verb: 'propose_receiver',
    drawnFor,
    decide: async ({ handoff }, tx): Promise<Decision | Refusal> => {
      const reassigned = await decideReassign(tx, handoff, receiverId);
      return isRefusal(reassigned) ? reassigned : { action: 'receiver_proposed', patch: {} };
    },
    data: PROPOSED.write({ reason, to: receiverId }),
  });
}

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
        return refuse('superseded', 'That proposal is out of date. /handoff mine shows where it is now.');
      const { byId, receiverId, reason } = proposal;
      if ([byId, receiverId].includes(actor.id))
        return refuse('own_proposal', 'The sender or the receiver has to confirm it.');
      const decision = await decideReassign(ctx, handoff, receiverId);
      return isRefusal(decision)
        ? decision
        : { ...decision, data: { reason, to: receiverId, proposedBy: byId } };
    },
  });
}

/** Who is proposed as the receiver, by whom and why. */
interface Proposal {
  entryId: string;
  byId: string;
  receiverId: string;
  reason: string;
}

/** What the history keeps of a proposal. */
export const PROPOSED = stored('proposed receiver', z.object({ to: z.guid(), reason: z.string() }));

/** The proposal that stands; null once it was confirmed, or the handoff went to somebody else. */
export async function loadProposal(ctx: Reading, handoffId: string): Promise<Proposal | null> {
  const db = dbOf(ctx);
  const latest = await db.auditEntry.findFirst({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: 'handoff',
      subjectId: handoffId,
      action: { in: ['handoff.receiver_proposed', 'handoff.reassigned'] },
    },
    orderBy: { id: 'desc' },
  });
  if (latest?.action !== 'handoff.receiver_proposed') return null;
  const data = PROPOSED.read(latest.data, latest.id);
  const byId = memberOf(latest.actor);
  return data && byId ? { entryId: latest.id, byId, receiverId: data.to, reason: data.reason } : null;
}

/** To somebody who may have it, as the transaction sees them. */
async function decideReassign(
  ctx: TxCtx,
  { state, senderId, receiverId: withId }: Handoff,
  receiverId: string,
): Promise<Decision | Refusal> {
  const people = await loadPeople(ctx.tx, ctx.workspace.id, [receiverId]);
  const unfit = whyNotReceiver(people.get(receiverId), senderId, ctx.now);
  if (unfit) return unfit;
  if (!isOpen(state)) return notNow('reassigned');
  if (receiverId === withId)
    return refuse('same_receiver', 'They already have it. Pick someone else.', 'receiver');
  if (state === 'returned') return { action: 'reassigned', patch: { receiverId, introducedAt: null } };
  return {
    action: 'reassigned',
    patch: {
      ...NOT_ANSWERED,
      state: 'submitted',
      receiverId,
      acceptedAt: null,
      acceptedById: null,
      introducedAt: null,
    },
    restart: ['acknowledge'],
  };
}
