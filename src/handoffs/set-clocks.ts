import { armTimer } from '../escalation/arm-timer.ts';
import { endTimers } from '../escalation/end-timers.ts';
import { stopTimers } from '../escalation/stop-timers.ts';
import { calendarOf } from '../people/calendar-of.ts';
import { answererFor } from '../people/person.ts';
import type { TxCtx } from '../platform/ctx.ts';
import type { Calendar } from '../time/calendar.ts';
import { workingTimeBetween } from '../time/working-time.ts';
import { type HandoffClock, isOpen, owesNext } from './handoff.ts';
import { ladderFor } from './ladders.ts';
import { personIn, type Scene } from './scene.ts';

/** Stops and starts this handoff's clocks; those of one that has ended are gone. Answers when each started clock runs out: its limit, in business time. */
export async function setClocks(
  ctx: TxCtx,
  scene: Scene,
  clocks: { start: HandoffClock[]; stop: HandoffClock[]; until?: Date },
): Promise<Map<HandoffClock, Date>> {
  const subject = { type: 'handoff', id: scene.handoff.id };
  if (!isOpen(scene.handoff.state)) await endTimers(ctx, subject);
  else if (clocks.stop.length > 0) await stopTimers(ctx, subject, clocks.stop);
  const limits = new Map<HandoffClock, Date>();
  for (const clock of clocks.start) {
    const owner = whoAnswers(scene, ctx.now);
    const calendar = calendarOf(owner, scene.settings);
    const ladder = ladderFor(clock, scene.settings, scene.handoff.goLiveOn, ctx.now, owner.zone);
    if (clocks.until) ladder.limit = workingLimit(ctx.now, clocks.until, calendar);
    const { limitAt } = await armTimer(ctx, { subject, clock, ladder, startedAt: ctx.now, calendar });
    limits.set(clock, limitAt);
  }
  return limits;
}

function workingLimit(from: Date, until: Date, calendar: Calendar): string {
  return `PT${Math.max(1, Math.round(workingTimeBetween(from, until, calendar) / 60_000))}M`;
}

/** Whoever owes the next step now: the sender of a returned handoff, else the receiver, or who stands in for them. */
export function whoAnswers(scene: Pick<Scene, 'handoff' | 'people'>, now: Date) {
  const { handoff, people } = scene;
  const id = owesNext(handoff) === 'sender' ? handoff.senderId : handoff.receiverId;
  return answererFor(personIn({ people }, id), people, now);
}
