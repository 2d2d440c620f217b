import { loadPeople } from '../people/load-people.ts';
import { whyNotReceiver } from '../people/person.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { type Changed, changeHandoff } from './change-handoff.ts';
import { decideReassign } from './moves.ts';

/** Another receiver, with a reason. They get a fresh ladder; the hard stop runs on. */
export async function reassignHandoff(
  ctx: Ctx,
  command: { handoffId: string; receiverId: string; reason: string },
): Promise<Changed | Refusal> {
  const reason = command.reason.trim();
  if (!reason) return refuse('no_reason', 'Say in a few words why, so that nobody has to ask.', 'reason');
  return changeHandoff(ctx, command.handoffId, {
    verb: 'reassign',
    decide: async ({ handoff }, tx) => {
      const people = await loadPeople(tx.tx, ctx.workspace.id, [command.receiverId]);
      return (
        whyNotReceiver(people.get(command.receiverId), handoff.senderId, ctx.now) ??
        decideReassign(handoff, command.receiverId)
      );
    },
    data: { reason, to: command.receiverId },
  });
}
