import { type Changed, changeCase } from '../cases/change-case.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { HANDOFFS } from './handoff-case.ts';
import { decideCancel } from './moves.ts';

export async function cancelHandoff(
  ctx: Ctx,
  command: { handoffId: string; reason: string; drawnFor?: string | undefined },
): Promise<Changed | Refusal> {
  const reason = command.reason.trim();
  if (!reason) return refuse('no_reason', 'Say in a few words why, so that nobody has to ask.', 'reason');
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'cancel',
    drawnFor: command.drawnFor,
    decide: ({ handoff }) => decideCancel(handoff, ctx.now),
    data: { reason },
  });
}
