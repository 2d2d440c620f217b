import type { MorningItem as MorningRow } from '../prisma/generated/client.ts';
import { limitIn } from '../src/cases/clocks/timer.ts';
import { clockIsLive, type HandoffClock } from '../src/handoffs/handoff.ts';
import { loadShown } from '../src/handoffs/load-pictures.ts';
import { loadRoles } from '../src/handoffs/load-roles.ts';
import type { DeliveryCtx, Rendered } from '../src/outbox/delivery.ts';
import { loadRiskPictures } from '../src/risks/load-risk-pictures.ts';
import type { RiskClock } from '../src/risks/risk.ts';
import { morningMessage } from '../views/handoffs/morning-message.ts';
import type { RiskMorningItem } from '../views/risks/morning-items.ts';

/** A morning DM holds as many reminders as fit; those that were answered meanwhile are left out. */
const MORNING_ITEMS = 200;

/** What this member is to know on the morning of `day` (YYYY-MM-DD, theirs). Null: nothing any more. */
export async function renderMorning(
  ctx: DeliveryCtx,
  memberId: string,
  day: string,
): Promise<Rendered | null> {
  const items = await ctx.db.morningItem.findMany({
    where: { workspaceId: ctx.workspace.id, memberId, day },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: MORNING_ITEMS,
  });
  const ids = subjectIds(items, 'handoff');
  const pictures = new Map((await loadShown(ctx, ids, { memberId })).map((picture) => [picture.id, picture]));
  const timers = await ctx.db.timer.findMany({
    where: { workspaceId: ctx.workspace.id, subjectType: 'handoff', subjectId: { in: ids } },
    select: { subjectId: true, clock: true, epoch: true, ladder: true },
  });
  const current = new Map(
    timers.map((timer) => [`${timer.subjectId} ${timer.clock} ${timer.epoch}`, limitIn(timer)]),
  );
  const roles = await loadRoles(ctx, [...pictures.values()], memberId);
  // One line for each, whatever clocks brought it here.
  const asked = ids.flatMap((id) => {
    const picture = pictures.get(id);
    const item = items.find(
      ({ subjectId, clock, epoch }) =>
        subjectId === id && picture && clockIsLive(picture, clock) && current.has(`${id} ${clock} ${epoch}`),
    );
    const limitAt = item && current.get(`${id} ${item.clock} ${item.epoch}`);
    return picture && item
      ? [
          {
            picture,
            clock: item.clock as HandoffClock,
            isLate: item.clock === 'hard_stop' || (limitAt != null && limitAt <= ctx.now),
            roles: roles.get(id) ?? [],
          },
        ]
      : [];
  });
  const risks = await risksOfMorning(ctx, items);
  return asked.length + risks.length > 0 ? morningMessage(asked, memberId, risks) : null;
}

/** One line for each risk whose clock still runs as it did when it reminded, and is not muted. */
async function risksOfMorning(ctx: DeliveryCtx, items: readonly MorningRow[]): Promise<RiskMorningItem[]> {
  const ids = subjectIds(items, 'risk');
  const timers = await ctx.db.timer.findMany({
    where: { workspaceId: ctx.workspace.id, subjectType: 'risk', subjectId: { in: ids } },
    select: { subjectId: true, clock: true, epoch: true },
  });
  const pictures = await loadRiskPictures(ctx, ids);
  return pictures.flatMap((picture) => {
    if (picture.snoozedUntil) return [];
    const runs = timers.find(({ subjectId, clock }) => subjectId === picture.id && clock === picture.clock);
    const item = items.find(
      ({ subjectId, clock, epoch }) =>
        subjectId === picture.id && clock === runs?.clock && epoch === runs.epoch,
    );
    const isLate = picture.limitAt !== null && picture.limitAt <= ctx.now;
    return item ? [{ picture, clock: item.clock as RiskClock, isLate }] : [];
  });
}

function subjectIds(items: readonly MorningRow[], type: string): string[] {
  const ofType = items.filter(({ subjectType }) => subjectType === type);
  return [...new Set(ofType.map(({ subjectId }) => subjectId))];
}
