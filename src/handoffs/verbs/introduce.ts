import { notNow } from '../../cases/case.ts';
import { type Changed, changeCase } from '../../cases/change-case.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { type Decision, mayIntroduce } from '../handoff.ts';
import { HANDOFFS } from '../handoff-case.ts';

/** *Introduced*: the customer knows who looks after them now, and that one hears so. */
export function introduceReceiver(
  ctx: Ctx,
  command: { handoffId: string; drawnFor?: string | undefined },
): Promise<Changed | Refusal> {
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'introduce',
    drawnFor: command.drawnFor,
    decide: ({ handoff }): Decision | Refusal => {
      if (!mayIntroduce(handoff.state)) return notNow('introduced');
      return handoff.introducedAt
        ? refuse('introduced_already', 'That introduction was made already.')
        : { action: 'introduced', patch: { introducedAt: ctx.now } };
    },
  });
}
