import { type Changed, changeCase } from '../cases/change-case.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { decideReturn } from './answers.ts';
import { fingerprintOf, GAPS } from './gaps.ts';
import { HANDOFFS } from './handoff-case.ts';
import { templateById } from './kinds.ts';

/** "Ask for more": names the gaps, by criterion and in words. The sender's clock starts. */
export function returnHandoff(
  ctx: Ctx,
  command: { handoffId: string; criteria: string[]; note?: string },
): Promise<Changed | Refusal> {
  const note = command.note?.trim();
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'return',
    decide: ({ handoff, brief }) => {
      const known = templateById(handoff.template).criteria.map((criterion) => criterion.key);
      const criteria = known.filter((key) => command.criteria.includes(key));
      return decideReturn(
        handoff,
        GAPS.write({ criteria, ...(note && { note }), was: fingerprintOf(brief) }),
      );
    },
    data: { criteria: command.criteria, ...(note ? { note } : {}) },
  });
}
