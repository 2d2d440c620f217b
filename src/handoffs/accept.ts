import { type Changed, changeCase } from '../cases/change-case.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { decideAccept } from './answers.ts';
import { HANDOFFS } from './handoff-case.ts';

/** The brief suffices, and the receiver answers for what was handed over. */
export function acceptHandoff(ctx: Ctx, command: { handoffId: string }): Promise<Changed | Refusal> {
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'accept',
    decide: ({ handoff, account, actor }) => decideAccept(handoff, account, actor.id, ctx.now),
  });
}
