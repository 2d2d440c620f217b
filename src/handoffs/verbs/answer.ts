import type { Account } from '../../../prisma/generated/client.ts';
import { notNow } from '../../cases/case.ts';
import { type Changed, changeCase } from '../../cases/change-case.ts';
import { calendarOf } from '../../people/calendar-of.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { plusDays } from '../../time/day.ts';
import { lastMinuteOf } from '../../time/local-date.ts';
import { endOfNextWorkingDay } from '../../time/working-time.ts';
import { bookHandoffs } from '../books/load-book.ts';
import { GAPS } from '../brief/brief.ts';
import { fingerprintOf } from '../brief/parts.ts';
import { type Decision, type Effect, type Handoff, isAsked, NOT_ANSWERED } from '../handoff.ts';
import { HANDOFFS } from '../handoff-case.ts';
import { KINDS } from '../kinds.ts';

// What the receiver can answer.

/** *I'm on it*: the promise is the end of the next working day of whoever says it. */
export function acknowledgeHandoff(ctx: Ctx, command: { handoffId: string }): Promise<Changed | Refusal> {
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'acknowledge',
    decide: ({ handoff, actor, settings }): Decision | Refusal => {
      if (handoff.state !== 'submitted') return notNow('acknowledged');
      const decideBy = endOfNextWorkingDay(ctx.now, calendarOf(actor, settings));
      const patch = { ...acknowledged(handoff, actor.id, ctx.now), decideBy };
      return { action: 'acknowledged', patch, undoable: true };
    },
  });
}

/** Two weeks, and the rest of the last day. */
const DECIDE_BY_AT_MOST_DAYS = 15;

/**
 * *Decide later*: acknowledges if that is still to do, and promises a day up to two weeks ahead. `day` is YYYY-MM-DD in
 * the receiver's zone, and lasts until its last minute.
 */
export function promiseDecision(
  ctx: Ctx,
  command: { handoffId: string; day: string },
): Promise<Changed | Refusal> {
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'decide_by',
    decide: ({ handoff, actor, settings }): Decision | Refusal => {
      if (!isAsked(handoff.state)) return notNow('put off');
      const decideBy = lastMinuteOf(command.day, calendarOf(actor, settings).zone);
      if (decideBy <= ctx.now) return refuse('past', 'Pick today or a later day.', 'decideBy');
      if (decideBy > plusDays(ctx.now, DECIDE_BY_AT_MOST_DAYS))
        return refuse('too_far', 'Pick a day within the next two weeks.', 'decideBy');
      return {
        action: 'decision_promised',
        patch: { ...acknowledged(handoff, actor.id, ctx.now), decideBy },
        restart: ['decide'],
        until: decideBy,
      };
    },
    data: { day: command.day },
  });
}

/** The brief suffices, and the receiver answers for what was handed over: the account goes with it. */
export function acceptHandoff(ctx: Ctx, command: { handoffId: string }): Promise<Changed | Refusal> {
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'accept',
    decide: ({ handoff, account, actor }): Decision | Refusal => {
      if (!isAsked(handoff.state)) return notNow('accepted');
      return {
        action: 'accepted',
        patch: {
          ...acknowledged(handoff, actor.id, ctx.now),
          state: 'accepted',
          acceptedAt: ctx.now,
          acceptedById: actor.id,
          // Sixty first calls at once would be noise.
          kickoffFrom: handoff.bookId === null ? ctx.now : null,
        },
        effects: handedOver(handoff, account),
        undoable: true,
      };
    },
  });
}

export interface BookAccepted {
  accepted: number;
  /** Somebody else was faster, or they are not theirs to accept. */
  left: number;
}

/**
 * Everything of a move that still waits for this receiver. Each in a transaction of its own, as if it was clicked: all
 * in one would take longer than one may. Pressed again, it goes on with what is left.
 */
export async function acceptBook(
  ctx: Ctx,
  command: { bookId: string; receiverId: string },
): Promise<BookAccepted | Refusal> {
  const ids = await bookHandoffs(ctx, { ...command, isOpen: true });
  let accepted = 0;
  let refusal: Refusal | null = null;
  for (const handoffId of ids) {
    const answer = await acceptHandoff(ctx, { handoffId });
    if (isRefusal(answer)) refusal = answer;
    else accepted++;
  }
  if (accepted > 0) return { accepted, left: ids.length - accepted };
  return refusal ?? refuse('wrong_state', 'None of these are waiting for a response any more.');
}

/** "Ask for more": names the gaps, by criterion and in words. The sender's clock starts. */
export function returnHandoff(
  ctx: Ctx,
  command: { handoffId: string; criteria: string[]; note?: string },
): Promise<Changed | Refusal> {
  const note = command.note?.trim();
  return changeCase(ctx, HANDOFFS, command.handoffId, {
    verb: 'return',
    decide: ({ handoff, brief, template }): Decision | Refusal => {
      if (!isAsked(handoff.state)) return notNow('sent back');
      const known = template.criteria.map(({ key }) => key);
      const criteria = known.filter((key) => command.criteria.includes(key));
      if (criteria.length === 0 && !note)
        return refuse('no_gap', 'Tick what’s missing, or write your question.', 'gaps');
      const gaps = GAPS.write({ criteria, ...(note && { note }), was: fingerprintOf(brief) });
      return {
        action: 'returned',
        patch: { ...NOT_ANSWERED, state: 'returned', returns: handoff.returns + 1, gaps },
      };
    },
    data: { criteria: command.criteria, ...(note && { note }) },
  });
}

/** Seen by this member, if nobody was faster. */
function acknowledged(handoff: Handoff, memberId: string, now: Date) {
  return {
    state: 'acknowledged',
    acknowledgedAt: handoff.acknowledgedAt ?? now,
    acknowledgedById: handoff.acknowledgedById ?? memberId,
    snoozedUntil: null,
  } as const;
}

function handedOver(handoff: Handoff, account: Account | null): Effect[] {
  if (!account) throw new Error('account missing of a submitted handoff');
  const { kind, bookId, receiverId: toId } = handoff;
  const effects: Effect[] = [
    { do: 'set account', account, fields: KINDS[kind].ownersAfter(handoff, account) },
  ];
  return KINDS[kind].risksGoAlong && toId
    ? [...effects, { do: 'pass on risks', accountId: account.id, bookId, fromId: account.csOwnerId, toId }]
    : effects;
}
