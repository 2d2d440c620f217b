import { type Changed, changeCase } from '../cases/change-case.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { localDate } from '../time/local-date.ts';
import { HANDOFFS } from './handoff-case.ts';
import { templateById } from './kinds.ts';
import { decideFinish, type Finish } from './moves.ts';

/** "Kickoff held": the customer is in new hands. What the receiver says of the brief goes to the sender alone. */
export function finishHandoff(
  ctx: Ctx,
  { handoffId, ...how }: Finish & { handoffId: string },
): Promise<Changed | Refusal> {
  return changeCase(ctx, HANDOFFS, handoffId, {
    verb: 'finish',
    decide: ({ handoff, actor }) => {
      const known = templateById(handoff.template).criteria.map(({ key }) => key);
      const askedAgain = known.filter((key) => how.askedAgain.includes(key));
      const said = { ...how, askedAgain, note: how.note.trim() };
      return decideFinish(handoff, actor.id, said, localDate(ctx.now, actor.zone), ctx.now);
    },
    data: { heldOn: how.heldOn },
  });
}
