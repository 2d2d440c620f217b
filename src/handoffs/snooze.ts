import { calendarOf } from '../people/calendar-of.ts';
import { SNOOZES, type Snooze, snoozeUntil } from '../people/snooze-until.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { durationMs } from '../time/duration.ts';
import { workingTimeBetween } from '../time/working-time.ts';
import { type Changed, changeHandoff } from './change-handoff.ts';
import { owesNext } from './handoff.ts';
import { decideSnooze } from './pauses.ts';

const MINUTE_MS = 60_000;

/** Mutes reminders and rungs for a while, for who owes the next step. Clocks run on, the hard stop is not muted. */
export function snoozeHandoff(
  ctx: Ctx,
  command: { handoffId: string; snooze: Snooze },
): Promise<Changed | Refusal> {
  return changeHandoff(ctx, command.handoffId, {
    verb: 'snooze',
    decide: ({ handoff, actor, settings, roles }) => {
      const owes = owesNext(handoff);
      const sends = roles.some((role) => role === 'sender' || role === 'sender_cover');
      const answers = roles.some(
        (role) => role === 'receiver' || role === 'cover' || role === 'receiver_lead',
      );
      if ((owes === 'receiver' && !answers) || (owes === 'sender' && !sends)) {
        return refuse('not_owing', 'Only whoever owes the next step can snooze it.');
      }
      const calendar = calendarOf(actor, settings);
      const until = snoozeUntil(SNOOZES[command.snooze], calendar, ctx.now);
      // Pressed twice, only what is added counts.
      const from = handoff.snoozedUntil && handoff.snoozedUntil > ctx.now ? handoff.snoozedUntil : ctx.now;
      const working = Math.round(workingTimeBetween(from, until, calendar) / MINUTE_MS);
      const cap = durationMs(settings.values['handoff.sales_to_cs.snooze_total'], calendar.week) / MINUTE_MS;
      return decideSnooze(handoff, until, working, cap, ctx.now);
    },
    data: { snooze: command.snooze },
  });
}
