import { type Changed, changeCase } from '../cases/change-case.ts';
import { loadPeople } from '../people/load-people.ts';
import { whyNotReceiver } from '../people/person.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { HANDOFFS } from './handoff-case.ts';
import { PROPOSED } from './load-proposal.ts';
import { decidePropose } from './moves.ts';

/**
 * Another receiver, by somebody who may not name one: of a private handoff the sender or the receiver confirms it, so
 * that nobody lets themselves in.
 */
export async function proposeReceiver(
  ctx: Ctx,
  command: { handoffId: string; receiverId: string; reason: string; drawnFor?: string | undefined },
): Promise<Changed | Refusal> {
  const reason = command.reason.trim();
  if (!reason) return refuse('no_reason', 'Say in a few words why, so that nobody has to ask.', 'reason');
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'propose_receiver',
    drawnFor: command.drawnFor,
    decide: async ({ handoff }, tx) => {
      const people = await loadPeople(tx.tx, ctx.workspace.id, [command.receiverId]);
      return (
        whyNotReceiver(people.get(command.receiverId), handoff.senderId, ctx.now) ??
        decidePropose(handoff, command.receiverId)
      );
    },
    data: PROPOSED.write({ reason, to: command.receiverId }),
  });
}
