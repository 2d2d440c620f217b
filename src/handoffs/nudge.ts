import { calendarOf } from '../people/calendar-of.ts';
import { isPaused } from '../people/paused.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { type Changed, changeHandoff } from './change-handoff.ts';
import { isWaiting, wrongState } from './handoff.ts';
import { decideNudge } from './pauses.ts';
import { whoAnswers } from './set-clocks.ts';

/** Asks whoever owes the next step once more, at most once in the pause the workspace allows. */
export function nudgeHandoff(ctx: Ctx, command: { handoffId: string }): Promise<Changed | Refusal> {
  return changeHandoff(ctx, command.handoffId, {
    verb: 'nudge',
    decide: (scene) => {
      const { handoff, settings, actor } = scene;
      if (!isWaiting(handoff.state)) return wrongState(handoff, 'nudged');
      const asked = whoAnswers(scene, ctx.now);
      const pause = settings.values['handoff.sales_to_cs.nudge_pause'];
      const paused = isPaused(handoff.nudgedAt, pause, calendarOf(asked, settings), ctx.now);
      const decision = decideNudge(handoff, paused, ctx.now);
      if (!isRefusal(decision) && asked.id === actor.id) return refuse('yours', 'This one waits for you.');
      return decision;
    },
  });
}
