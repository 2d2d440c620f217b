import { chosenMorning, MORNING, MorningDay, openMorning, TOO_LATE_MS } from '../cases/told/remind.ts';
import { loadPeople } from '../people/load-people.ts';
import type { Person } from '../people/person.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { uuid } from '../platform/sql.ts';
import { transact } from '../platform/transact.ts';
import type { Settings } from '../settings/catalogue.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { isLocalDate, startOfLocalDay } from '../time/local-date.ts';
import { HOURS, type Preferences } from './home.ts';

/** A reminder is planned for one morning ahead, and a DM is one for each. */
const MOST_PLANNED = 100;

/** Keeps what a member chose for themselves. */
export function setPreferences(
  ctx: Ctx,
  memberId: string,
  chosen: Pick<Preferences, 'morningMinute' | 'mutesReceipts'>,
): Promise<Preferences | Refusal> {
  return transact(ctx, async (ctx) => {
    const { morningMinute, mutesReceipts } = chosen;
    if (morningMinute !== null && !HOURS.includes(morningMinute))
      return refuse('bad_time', 'Pick a time of day.', 'morning');
    // Of two windows that are saved at once the second knows what the first has moved.
    await ctx.tx.$queryRaw`
      SELECT id FROM members WHERE id = ${uuid(memberId)} AND workspace_id = ${uuid(ctx.workspace.id)} FOR NO KEY UPDATE`;
    const before = (await loadPeople(ctx.tx, ctx.workspace.id, [memberId])).get(memberId);
    if (!before) throw new Error('member missing');
    const isMoved = before.morningMinute !== morningMinute;
    const morningMoved = before.morningMoved || isMoved;
    const settings = await loadSettings(ctx.tx, ctx.workspace.id);
    const person: Person = { ...before, morningMinute, morningMoved, mutesReceipts };
    if (isMoved || before.mutesReceipts !== mutesReceipts) {
      await ctx.tx.member.update({
        where: { id: memberId, workspaceId: ctx.workspace.id },
        data: { morningMinute, mutesReceipts, morningMoved, updatedAt: ctx.now },
      });
      if (isMoved) await moveEarlier(ctx, person, settings);
      await audit(ctx, {
        subject: { type: 'member', id: memberId },
        action: 'member.preferences_changed',
        data: { morningMinute, mutesReceipts },
      });
    }
    const { at: nextMorning } = await openMorning(ctx, person, settings, ctx.now);
    return { morningMinute, mutesReceipts, nextMorning };
  });
}

/**
 * A DM that is planned comes at the new hour where that is earlier. Later it could come after a limit that it is to
 * remind of: that one still comes when it was to come.
 */
async function moveEarlier(ctx: TxCtx, person: Person, settings: Settings): Promise<void> {
  const workspaceId = ctx.workspace.id;
  const soon = new Date(ctx.now.getTime() + TOO_LATE_MS);
  const planned = await ctx.tx.outboxMessage.findMany({
    where: {
      workspaceId,
      memberId: person.id,
      kind: MORNING.kind,
      state: 'pending',
      holdUntil: { gt: soon },
    },
    select: { id: true, data: true },
    take: MOST_PLANNED,
  });
  for (const { id, data } of planned) {
    const day = MorningDay.safeParse(data).data?.day;
    if (day === undefined || !isLocalDate(day)) continue;
    const before = new Date(startOfLocalDay(day, person.zone).getTime() - 1);
    const { at, day: of } = chosenMorning(person, settings, before);
    if (of !== day || at <= soon) continue;
    await ctx.tx.outboxMessage.updateMany({
      where: { id, workspaceId, state: 'pending', holdUntil: { gt: at } },
      data: { holdUntil: at },
    });
  }
}
