import { notNow, reasonIn } from '../../cases/case.ts';
import { type Changed, changeCase } from '../../cases/change-case.ts';
import { calendarOf } from '../../people/calendar-of.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { plusDays } from '../../time/day.ts';
import { durationMs } from '../../time/duration.ts';
import { isLocalDate, lastMinuteOf, localDate } from '../../time/local-date.ts';
import { workingTimeBetween } from '../../time/working-time.ts';
import { BRIEF_LIMITS, isLink } from '../brief/brief.ts';
import { type Decision, type Handoff, runningClocks } from '../handoff.ts';
import { HANDOFFS } from '../handoff-case.ts';
import { KINDS } from '../kinds.ts';
import { personIn } from '../rules/parties.ts';

// Between Accept and the kickoff.

/** Who plans further ahead has mistyped the year. */
const BOOK_AT_MOST_DAYS = 180;
const MINUTE_MS = 60_000;

/** *Kickoff booked*: a day, where the receiver is, until whose end it is to be held. Booked again, it has moved. */
export function bookKickoff(
  ctx: Ctx,
  command: { handoffId: string; day: string; link: string },
): Promise<Changed | Refusal> {
  const { handoffId, day } = command;
  const link = command.link.trim() || null;
  return changeCase(ctx, HANDOFFS, handoffId, {
    verb: 'book_kickoff',
    decide: ({ handoff, people, settings }): Decision | Refusal => {
      if (handoff.state !== 'accepted') return notNow('booked');
      if (!isLocalDate(day)) return refuse('no_day', 'Pick the day it’s booked for.', 'bookedOn');
      const calendar = calendarOf(personIn({ people }, handoff.receiverId), settings);
      const { zone } = calendar;
      const by = lastMinuteOf(day, zone);
      if (by <= ctx.now)
        return refuse(
          'past',
          'Pick today or a later day. If it was held already, log it instead.',
          'bookedOn',
        );
      if (by > plusDays(ctx.now, BOOK_AT_MOST_DAYS))
        return refuse('too_far', 'Pick a day within the next six months.', 'bookedOn');
      if (link && (!isLink(link) || link.length > BRIEF_LIMITS.url))
        return refuse('bad_link', 'Paste the full link, starting with https://', 'link');
      const was = handoff.kickoffBy && localDate(handoff.kickoffBy, zone);
      if (was === day && handoff.kickoffLink === link)
        return refuse('same_day', 'It’s booked for that day already.', 'bookedOn');
      return {
        action: 'kickoff_booked',
        patch: {
          kickoffFrom: handoff.kickoffFrom ?? ctx.now,
          kickoffBy: by,
          kickoffLink: link,
          waitingUntil: null,
          waitingReason: null,
          waitingMinutes: waited(handoff, calendar, ctx.now),
          snoozedUntil: null,
        },
        restart: ['hold_kickoff'],
        data: { day, ...(was && { was }) },
      };
    },
  });
}

/**
 * *Waiting for customer*: the kickoff cannot be booked before this day is over, and its clock begins again then. What
 * was booked is off. In all it waits no longer than the workspace allows; of a wait that ends early only what it took counts.
 */
export async function waitForCustomer(
  ctx: Ctx,
  command: { handoffId: string; day: string; reason: string },
): Promise<Changed | Refusal> {
  const { handoffId, day } = command;
  const reason = reasonIn(command.reason);
  if (isRefusal(reason)) return reason;
  return changeCase(ctx, HANDOFFS, handoffId, {
    verb: 'wait',
    decide: ({ handoff, people, settings }): Decision | Refusal => {
      if (handoff.state !== 'accepted') return notNow('put off');
      if (!isLocalDate(day)) return refuse('no_day', 'Pick the day you’ll wait until.', 'waitUntil');
      const calendar = calendarOf(personIn({ people }, handoff.receiverId), settings);
      const until = lastMinuteOf(day, calendar.zone);
      if (until <= ctx.now) return refuse('past', 'Pick today or a later day.', 'waitUntil');
      const minutes = Math.round(workingTimeBetween(ctx.now, until, calendar) / MINUTE_MS);
      const total = minutes + waited(handoff, calendar, ctx.now);
      const most = durationMs(settings.values['handoff.waiting_total'], calendar.week);
      if (total * MINUTE_MS > most)
        return refuse(
          'waited_enough',
          `That’s longer than a ${KINDS[handoff.kind].template.finish.what} can wait for the customer. Pick an earlier day, or book it.`,
          'waitUntil',
        );
      return {
        action: 'waiting',
        patch: {
          kickoffFrom: handoff.kickoffFrom ?? ctx.now,
          kickoffBy: null,
          kickoffLink: null,
          waitingUntil: until,
          waitingReason: reason,
          waitingMinutes: total,
        },
        restart: ['book_kickoff'],
      };
    },
    data: { reason, day },
  });
}

/** *Customer answered*: the kickoff can be booked, and its clock begins now. */
export function customerAnswered(ctx: Ctx, command: { handoffId: string }): Promise<Changed | Refusal> {
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'wait',
    decide: ({ handoff, people, settings }): Decision | Refusal => {
      const { state, waitingUntil } = handoff;
      if (state !== 'accepted') return notNow('answered');
      if (!waitingUntil || waitingUntil <= ctx.now)
        return refuse('not_waiting', 'It isn’t waiting for the customer any more.');
      const calendar = calendarOf(personIn({ people }, handoff.receiverId), settings);
      return {
        action: 'customer_answered',
        patch: {
          kickoffFrom: ctx.now,
          waitingUntil: null,
          waitingReason: null,
          waitingMinutes: waited(handoff, calendar, ctx.now),
        },
        restart: runningClocks(handoff),
      };
    },
  });
}

/** For how many working minutes it has waited by now. */
function waited(
  { waitingMinutes, waitingUntil }: Handoff,
  calendar: Parameters<typeof workingTimeBetween>[2],
  now: Date,
): number {
  const left = waitingUntil ? workingTimeBetween(now, waitingUntil, calendar) : 0;
  return Math.max(0, waitingMinutes - Math.round(left / MINUTE_MS));
}
