import { type Changed, changeCase } from '../cases/change-case.ts';
import { reasonIn } from '../cases/reason.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { HANDOFFS } from './handoff-case.ts';
import { decideCancel } from './moves.ts';

export async function cancelHandoff(
  ctx: Ctx,
  command: { handoffId: string; reason: string; drawnFor?: string | undefined },
): Promise<Changed | Refusal> {
  const reason = reasonIn(command.reason);
  if (isRefusal(reason)) return reason;
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'cancel',
    drawnFor: command.drawnFor,
    decide: ({ handoff }) => decideCancel(handoff, ctx.now),
    data: { reason },
  });
}
