import { canAnswer } from '../people/person.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { CaseKind, CaseShape, SceneOf } from './case-kind.ts';
import { type Changed, changeCase } from './change-case.ts';
import { notNow } from './not-now.ts';
import { isPaused } from './paused.ts';
import { calendarOfCase } from './set-clocks.ts';

/** Asks whoever owes the step once more, by one DM, at most once in the pause that the workspace allows. */
export function nudgeCase<C extends CaseShape>(
  ctx: Ctx,
  kind: CaseKind<C>,
  id: string,
): Promise<Changed | Refusal> {
  return changeCase(ctx, kind, id, {
    verb: 'nudge',
    decide: (scene) => whyNotNow(kind, scene, ctx.now) ?? { action: 'nudged', patch: { nudgedAt: ctx.now } },
  });
}

function whyNotNow<C extends CaseShape>(kind: CaseKind<C>, scene: SceneOf<C>, now: Date): Refusal | null {
  const row = kind.row(scene);
  if (kind.running(row).length === 0) return notNow('nudged');
  const notDue = kind.notDue?.(scene, now);
  if (notDue) return notDue;
  const asked = kind.answers(scene, now);
  if (!asked || !canAnswer(asked))
    return refuse('nobody', `There is no one to ask right now. ${kind.insteadOfNudge}`);
  if (asked.id === scene.actor.id) return refuse('yours', 'This one waits for you.');
  const { nudgePause } = kind.pauses(scene.settings);
  return isPaused(row.nudgedAt, nudgePause, calendarOfCase(kind, scene, now), now)
    ? refuse('nudged_already', 'They were nudged a short while ago. Give them a moment; the clock runs on.')
    : null;
}
