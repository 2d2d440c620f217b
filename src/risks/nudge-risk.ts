import { isPaused } from '../people/paused.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { localDate } from '../time/local-date.ts';
import { changeRisk, type RiskChanged } from './change-risk.ts';
import { decideRiskNudge } from './nudge.ts';
import { calendarOfRisk, whoAnswersRisk } from './parties.ts';

/** Asks whoever owes the next step once more, by one DM, at most once in the pause the workspace allows. */
export function nudgeRisk(ctx: Ctx, command: { riskId: string }): Promise<RiskChanged | Refusal> {
  return changeRisk(ctx, command.riskId, {
    verb: 'nudge',
    decide: (scene) => {
      const { risk, settings, actor } = scene;
      const to = whoAnswersRisk(scene, ctx.now);
      const calendar = calendarOfRisk(scene, ctx.now);
      const paused = isPaused(risk.nudgedAt, settings.values['risk.nudge_pause'], calendar, ctx.now);
      const asking = { to, memberId: actor.id, today: localDate(ctx.now, (to ?? actor).zone) };
      return decideRiskNudge(risk, asking, paused, ctx.now);
    },
  });
}
