import { calendarOf } from '../people/calendar-of.ts';
import { SNOOZES, type Snooze, snoozeUntil } from '../people/snooze-until.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { durationMs } from '../time/duration.ts';
import { workingTimeBetween } from '../time/working-time.ts';
import { changeRisk, type RiskChanged } from './change-risk.ts';
import { decideRiskSnooze } from './moves.ts';

const MINUTE_MS = 60_000;

/** Mutes reminders and rungs for a while. Clocks run on; what fell due meanwhile is said once. */
export function snoozeRisk(
  ctx: Ctx,
  command: { riskId: string; snooze: Snooze },
): Promise<RiskChanged | Refusal> {
  return changeRisk(ctx, command.riskId, {
    verb: 'snooze',
    decide: ({ risk, actor, settings }) => {
      const calendar = calendarOf(actor, settings);
      const until = snoozeUntil(SNOOZES[command.snooze], calendar, ctx.now);
      // Pressed twice, only what is added counts.
      const from = risk.snoozedUntil && risk.snoozedUntil > ctx.now ? risk.snoozedUntil : ctx.now;
      const minutes = Math.round(workingTimeBetween(from, until, calendar) / MINUTE_MS);
      const cap = durationMs(settings.values['risk.snooze_total'], calendar.week) / MINUTE_MS;
      return decideRiskSnooze(risk, until, minutes, cap, ctx.now);
    },
    data: { snooze: command.snooze },
  });
}
