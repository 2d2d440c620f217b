import { type Changed, changeCase } from '../cases/change-case.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { localDate } from '../time/local-date.ts';
import { decidePlan } from './moves.ts';
import { RISKS } from './risk-case.ts';

/** First action, its day, and the next check-in; dates as YYYY-MM-DD. Claims the risk where nobody has. */
export function planRisk(
  ctx: Ctx,
  command: { riskId: string; firstAction: string; dueOn: string; checkInOn: string },
): Promise<Changed | Refusal> {
  const { riskId, firstAction, dueOn, checkInOn } = command;
  return changeCase(ctx, RISKS, riskId, {
    verb: 'plan',
    decide: ({ risk, actor }) =>
      decidePlan(
        risk,
        actor.id,
        { firstAction, dueOn, checkInOn: dateOf(checkInOn) },
        dateOf(localDate(ctx.now, actor.zone)),
        ctx.now,
      ),
    data: { firstAction, dueOn, checkInOn },
  });
}

export function dateOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
