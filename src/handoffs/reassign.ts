import { type Changed, changeCase } from '../cases/change-case.ts';
import { loadPeople } from '../people/load-people.ts';
import { whyNotReceiver } from '../people/person.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { HANDOFFS } from './handoff-case.ts';
import { decideReassign } from './moves.ts';

const NOT_BY_ONESELF = refuse(
  'self_named',
  'You cover for someone it names, so you can answer it as it is. Only its sender or receiver can give it to you.',
  'receiver',
);

/** Another receiver, with a reason. They get a fresh ladder; the hard stop runs on. */
export async function reassignHandoff(
  ctx: Ctx,
  command: { handoffId: string; receiverId: string; reason: string; drawnFor?: string | undefined },
): Promise<Changed | Refusal> {
  const reason = command.reason.trim();
  if (!reason) return refuse('no_reason', 'Say in a few words why, so that nobody has to ask.', 'reason');
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'reassign',
    drawnFor: command.drawnFor,
    decide: async ({ handoff, actor, roles }, tx) => {
      // Who stands in for somebody reads it only for so long: they do not make it theirs.
      const isNamed = roles.includes('sender') || roles.includes('receiver');
      if (handoff.private && command.receiverId === actor.id && !isNamed) return NOT_BY_ONESELF;
      const people = await loadPeople(tx.tx, ctx.workspace.id, [command.receiverId]);
      return (
        whyNotReceiver(people.get(command.receiverId), handoff.senderId, ctx.now) ??
        decideReassign(handoff, command.receiverId)
      );
    },
    data: { reason, to: command.receiverId },
  });
}
