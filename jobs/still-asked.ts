import type { Role } from '../src/cases/clocks/ladder.ts';
import { limitIn } from '../src/cases/clocks/timer.ts';
import { isStillInRole } from '../src/cases/told/told-on-rung.ts';
import { clockIsLive } from '../src/handoffs/handoff.ts';
import { sides } from '../src/handoffs/parties.ts';
import type { ShownHandoff } from '../src/handoffs/picture.ts';
import type { DeliveryCtx, Where } from '../src/outbox/delivery.ts';
import type { Message } from '../src/outbox/message.ts';
import { loadPeople } from '../src/people/load-people.ts';

/** With a clock: it is the one that ran out, and has not started again. Without: its reader still owes the next step. */
export async function isStillAsked(
  ctx: DeliveryCtx,
  message: Message,
  picture: ShownHandoff,
): Promise<boolean> {
  const { clock, epoch } = message.data;
  if (typeof clock !== 'string') return picture.owes?.id === message.memberId;
  if (!clockIsLive(picture, clock)) return false;
  const timer = await ctx.db.timer.findFirst({
    where: { workspaceId: ctx.workspace.id, subjectType: 'handoff', subjectId: message.subject.id, clock },
    select: { epoch: true },
  });
  return timer?.epoch === epoch;
}

/**
 * Only whoever owes the step is reminded of it, and who was told as somebody's lead is not asked any more once it is
 * with somebody else. A rung that was held is still said to whom it was meant for, rather than to nobody.
 */
export async function isStillTheirs(
  ctx: DeliveryCtx,
  message: Message,
  picture: ShownHandoff,
  { posted }: Where,
): Promise<boolean> {
  const { memberId } = message;
  if (picture.owes?.id === memberId) return true;
  if (message.kind !== 'handoff_escalation') return false;
  if (!posted || memberId === null) return true;
  const { id, state, sender, receiver } = picture;
  const people = await loadPeople(ctx.db, ctx.workspace.id, [sender.id, receiver.id]);
  const handoff = { id, state, private: picture.private, senderId: sender.id, receiverId: receiver.id };
  return isStillInRole(sides(handoff, people), people, message.data['role'] as Role, memberId, ctx.now);
}

/** When the limit of the message's clock passes, of the clock as it runs now. */
export async function limitOfClock(ctx: DeliveryCtx, message: Message): Promise<Date | null> {
  const timer = await ctx.db.timer.findFirst({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: 'handoff',
      subjectId: message.subject.id,
      clock: String(message.data['clock']),
    },
    select: { subjectId: true, clock: true, ladder: true },
  });
  return timer && limitIn(timer);
}
