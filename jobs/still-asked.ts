import type { CaseKind, CaseShape } from '../src/cases/case-kind.ts';
import type { Role } from '../src/cases/clocks/ladder.ts';
import { limitIn } from '../src/cases/clocks/timer.ts';
import { isStillInRole } from '../src/cases/told/told-on-rung.ts';
import type { DeliveryCtx, Where } from '../src/outbox/delivery.ts';
import type { Message } from '../src/outbox/message.ts';
import { findAdmins } from '../src/people/find-admins.ts';
import { postsAbove } from '../src/people/person.ts';

/** The clock that brought this message has not started again since. */
export async function runsAsThen(ctx: DeliveryCtx, message: Message): Promise<boolean> {
  return (await timerOf(ctx, message))?.epoch === message.data['epoch'];
}

/** When the limit of the message's clock passes, of the clock as it runs now. */
export async function limitOfClock(ctx: DeliveryCtx, message: Message): Promise<Date | null> {
  const timer = await timerOf(ctx, message);
  return timer && limitIn(timer);
}

/**
 * Only whoever owes the step is reminded of it, and who was told as somebody's lead is not asked any more once it is
 * with somebody else. A rung that was held is still said to whom it was meant for, rather than to nobody.
 */
export async function isStillTheirs<C extends CaseShape>(
  ctx: DeliveryCtx,
  kind: CaseKind<C>,
  message: Message,
  { owesId, posted }: { owesId: string | undefined } & Pick<Where, 'posted'>,
): Promise<boolean> {
  const { memberId, subject, data } = message;
  if (owesId === memberId) return true;
  if (message.kind !== `${kind.type}_escalation`) return false;
  if (!posted || memberId === null) return true;
  const { people, settings, parties: all } = await kind.loadBatch(ctx, [subject.id]);
  const parties = all.get(subject.id);
  // It may have been answered since the message's own look.
  if (!parties || kind.running(kind.row(parties)).length === 0) return false;
  const sides = kind.sides(parties, ctx.now);
  if (isStillInRole(sides, people, data['role'] as Role, memberId, ctx.now)) return true;
  // The last rung that found nobody above went to the admins, and finds nobody still.
  const below = sides.owing ?? sides.lead;
  const isAlone = below === null || postsAbove(below, people).length === 0;
  if (!kind.lastResort || data['role'] !== 'manager' || !isAlone) return false;
  const admins = await findAdmins(ctx.db, ctx.workspace.id, settings);
  return admins.some(({ id }) => id === memberId);
}

function timerOf(ctx: DeliveryCtx, { subject, data }: Message) {
  return ctx.db.timer.findFirst({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: subject.type,
      subjectId: subject.id,
      clock: String(data['clock']),
    },
    select: { subjectId: true, clock: true, epoch: true, ladder: true },
  });
}
