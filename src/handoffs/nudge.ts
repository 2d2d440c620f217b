import type { Ctx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { durationMs } from '../time/duration.ts';
import { type Changed, changeHandoff } from './change-handoff.ts';
import { decideNudge } from './pauses.ts';
import { whoAnswers } from './set-clocks.ts';

/** Asks whoever owes the next step once more, at most once in the pause the workspace allows. */
export function nudgeHandoff(ctx: Ctx, command: { handoffId: string }): Promise<Changed | Refusal> {
  return changeHandoff(ctx, command.handoffId, {
    verb: 'nudge',
    decide: (scene) => {
      const { handoff, settings, actor } = scene;
      const decision = decideNudge(
        handoff,
        durationMs(settings.values['handoff.sales_to_cs.nudge_pause'], settings.values.calendar),
        ctx.now,
      );
      if (!('refused' in decision) && whoAnswers(scene, ctx.now).id === actor.id) {
        return refuse('yours', 'This one waits for you.');
      }
      return decision;
    },
  });
}
