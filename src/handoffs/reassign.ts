import { type Changed, changeCase } from '../cases/change-case.ts';
import { reasonIn } from '../cases/reason.ts';
import { loadPeople } from '../people/load-people.ts';
import { whyNotReceiver } from '../people/person.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { Handoff } from './handoff.ts';
import { HANDOFFS } from './handoff-case.ts';
import { PROPOSED } from './load-proposal.ts';
import { decidePropose, decideReassign } from './moves.ts';

interface AnotherReceiver {
  handoffId: string;
  receiverId: string;
  reason: string;
  drawnFor?: string | undefined;
}

const NOT_BY_ONESELF = refuse(
  'self_named',
  'You cover for someone it names, so you can answer it as it is. Only its sender or receiver can give it to you.',
  'receiver',
);

/** Another receiver, with a reason. They get a fresh ladder; the hard stop runs on. */
export async function reassignHandoff(ctx: Ctx, command: AnotherReceiver): Promise<Changed | Refusal> {
  const { receiverId, drawnFor } = command;
  const reason = reasonIn(command.reason);
  if (isRefusal(reason)) return reason;
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'reassign',
    drawnFor,
    decide: async ({ handoff, actor, roles }, tx) => {
      // Who stands in for somebody reads it only for so long: they do not make it theirs.
      const isNamed = roles.includes('sender') || roles.includes('receiver');
      if (handoff.private && receiverId === actor.id && !isNamed) return NOT_BY_ONESELF;
      return (await whyUnfit(tx, handoff, receiverId)) ?? decideReassign(handoff, receiverId);
    },
    data: { reason, to: receiverId },
  });
}

/**
 * Another receiver, by somebody who may not name one: of a private handoff the sender or the receiver confirms it, so
 * that nobody lets themselves in.
 */
export async function proposeReceiver(ctx: Ctx, command: AnotherReceiver): Promise<Changed | Refusal> {
  const { receiverId, drawnFor } = command;
  const reason = reasonIn(command.reason);
  if (isRefusal(reason)) return reason;
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'propose_receiver',
    drawnFor,
    decide: async ({ handoff }, tx) =>
      (await whyUnfit(tx, handoff, receiverId)) ?? decidePropose(handoff, receiverId),
    data: PROPOSED.write({ reason, to: receiverId }),
  });
}

/** Returns why this handoff cannot go to this member, as the transaction sees them; null: it can. */
export async function whyUnfit(
  ctx: TxCtx,
  { senderId }: Pick<Handoff, 'senderId'>,
  receiverId: string,
): Promise<Refusal | null> {
  const people = await loadPeople(ctx.tx, ctx.workspace.id, [receiverId]);
  return whyNotReceiver(people.get(receiverId), senderId, ctx.now);
}
