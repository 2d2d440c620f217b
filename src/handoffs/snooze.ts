import { calendarOf } from '../people/calendar-of.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { durationMs } from '../time/duration.ts';
import { endOfLocalDay, localDate } from '../time/local-date.ts';
import { nextWorkingMorning, workingTimeBetween } from '../time/working-time.ts';
import { type Changed, changeHandoff } from './change-handoff.ts';
import { decideSnooze, owesNext, SNOOZES, type Snooze } from './handoff.ts';

const MINUTE_MS = 60_000;

/** Tomorrow's work may begin at midnight, and that is after this. */
function lastInstantOfDay(at: Date, zone: string): Date {
  return new Date(endOfLocalDay(localDate(at, zone), zone).getTime() - 1);
}

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
      const minutes = SNOOZES[command.snooze];
      const until =
        minutes === null
          ? nextWorkingMorning(lastInstantOfDay(ctx.now, calendar.zone), calendar)
          : new Date(ctx.now.getTime() + minutes * MINUTE_MS);
      // Pressed twice, only what is added counts.
      const from = handoff.snoozedUntil && handoff.snoozedUntil > ctx.now ? handoff.snoozedUntil : ctx.now;
      const working = Math.round(workingTimeBetween(from, until, calendar) / MINUTE_MS);
      const cap = durationMs(settings.values['handoff.sales_to_cs.snooze_total'], calendar.week) / MINUTE_MS;
      return decideSnooze(handoff, until, working, cap, ctx.now);
    },
    data: { snooze: command.snooze },
  });
}
