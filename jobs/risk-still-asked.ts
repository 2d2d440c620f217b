import type { Role } from '../src/cases/clocks/ladder.ts';
import { limitIn } from '../src/cases/clocks/timer.ts';
import { isStillInRole } from '../src/cases/told/told-on-rung.ts';
import type { DeliveryCtx, Where } from '../src/outbox/delivery.ts';
import type { Message } from '../src/outbox/message.ts';
import { findAdmins } from '../src/people/find-admins.ts';
import { loadPeople } from '../src/people/load-people.ts';
import { postsAbove } from '../src/people/person.ts';
import { peopleOf, riskSides } from '../src/risks/parties.ts';
import type { RiskPicture } from '../src/risks/picture.ts';
import { leadOfTeam } from '../src/risks/scene.ts';
import { loadSettings } from '../src/settings/load-settings.ts';

/** The clock that brought this message runs as it did then, and what it says is not muted. */
export async function isRiskStillAsked(
  ctx: DeliveryCtx,
  message: Message,
  picture: RiskPicture,
): Promise<boolean> {
  const { clock, epoch } = message.data;
  if (picture.clock !== clock || picture.snoozedUntil) return false;
  return (await timerOf(ctx, message))?.epoch === epoch;
}

/**
 * Only whoever owes the step is reminded of it, and who was told as somebody's lead is not asked any more once it is
 * with somebody else. A rung that was held is still said to whom it was meant for, rather than to nobody.
 */
export async function isRiskStillTheirs(
  ctx: DeliveryCtx,
  message: Message,
  picture: RiskPicture,
  { posted }: Where,
): Promise<boolean> {
  const { memberId } = message;
  if (picture.answers?.id === memberId) return true;
  if (message.kind !== 'risk_escalation') return false;
  if (!posted || memberId === null) return true;
  const risk = await ctx.db.risk.findFirst({ where: { id: picture.id, workspaceId: ctx.workspace.id } });
  if (!risk) return false;
  const leadId = await leadOfTeam(ctx, risk.teamId);
  const people = await loadPeople(ctx.db, ctx.workspace.id, peopleOf(risk, leadId));
  const sides = riskSides({ risk, people, leadId }, ctx.now);
  if (isStillInRole(sides, people, message.data['role'] as Role, memberId, ctx.now)) return true;
  // The last rung that found nobody above went to the admins, and finds nobody still.
  const below = sides.owing ?? sides.lead;
  const isAlone = below === null || postsAbove(below, people).length === 0;
  return message.data['role'] === 'manager' && isAlone && isAdmin(ctx, memberId);
}

async function isAdmin(ctx: DeliveryCtx, memberId: string): Promise<boolean> {
  const settings = await loadSettings(ctx.db, ctx.workspace.id);
  const admins = await findAdmins(ctx.db, ctx.workspace.id, settings);
  return admins.some(({ id }) => id === memberId);
}

/** When the limit of the message's clock passes, of the clock as it runs now. */
export async function limitOfRiskClock(ctx: DeliveryCtx, message: Message): Promise<Date | null> {
  const timer = await timerOf(ctx, message);
  return timer && limitIn(timer);
}

function timerOf(ctx: DeliveryCtx, { subject, data }: Message) {
  return ctx.db.timer.findFirst({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: 'risk',
      subjectId: subject.id,
      clock: String(data['clock']),
    },
    select: { subjectId: true, clock: true, epoch: true, ladder: true },
  });
}
