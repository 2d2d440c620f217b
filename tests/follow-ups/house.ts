import { nudgeCase, snoozeCase } from '../../src/cases/put-off.ts';
import { confirmChange } from '../../src/handoffs/follow-ups/confirm-change.ts';
import type { FollowUpStep } from '../../src/handoffs/follow-ups/follow-up.ts';
import { FOLLOW_UPS } from '../../src/handoffs/follow-ups/follow-up-case.ts';
import { loadShownFollowUp } from '../../src/handoffs/follow-ups/load-follow-ups.ts';
import {
  FOLLOW_UP_NOT_FOUND,
  type FollowUpRole,
  type FollowUpVerb,
} from '../../src/handoffs/follow-ups/rules.ts';
import { amendHandoff } from '../../src/handoffs/verbs/amend.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { acting, expectDone, type House, handedOver, run as runHandoff } from '../handoffs/house.ts';

/** Who is what towards a follow-up that the sender owes: of the world of handoffs. */
export const CAST: readonly { name: string; role: FollowUpRole }[] = [
  { name: 'sender', role: 'owner' },
  { name: 'sender cover', role: 'owner_cover' },
  { name: 'sender lead', role: 'owner_lead' },
  { name: 'receiver', role: 'other' },
  { name: 'cover', role: 'other_cover' },
  { name: 'receiver lead', role: 'other_lead' },
  { name: 'receiver manager', role: 'member' },
  { name: 'admin', role: 'member' },
  { name: 'onlooker', role: 'member' },
  { name: 'guest', role: 'outsider' },
  { name: 'stranger', role: 'outsider' },
  { name: 'bot', role: 'outsider' },
  { name: 'left', role: 'outsider' },
];

/** What is open of a handoff with this step. */
export async function followUpOf(
  { ctx }: House,
  handoffId: string,
  step: FollowUpStep,
): Promise<string | null> {
  const found = await ctx.db.handoffFollowUp.findFirst({
    where: { handoffId, step, state: 'open' },
    select: { id: true },
  });
  return found?.id ?? null;
}

/** A handoff that was accepted, and whose receiver has changed what the sender is to confirm. */
export async function confirmationFor(house: House): Promise<string> {
  const handoffId = await handedOver(house, 'finish', { isPrivate: false });
  await changeGoLive(house, 'receiver', handoffId, 60);
  const id = await followUpOf(house, handoffId, 'confirm');
  if (!id) throw new Error('nothing is to be confirmed');
  return id;
}

export async function changeGoLive(house: House, name: string, handoffId: string, days: number) {
  const goLive = new Date(house.ctx.now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  expectDone(await amendHandoff(acting(house, name), { handoffId, patch: () => ({ goLive }) }));
}

/** Each verb as a click would run it, by whoever acts in the context. */
export const run: Record<FollowUpVerb, (ctx: Ctx, id: string) => Promise<unknown>> = {
  async read(ctx, id) {
    const { memberId } = ctx.actor as { memberId: string };
    const shown = await loadShownFollowUp(ctx, id, memberId);
    const { handoffId } = await ctx.db.handoffFollowUp.findUniqueOrThrow({ where: { id } });
    const read = await runHandoff.read(ctx, handoffId);
    return shown ? read : FOLLOW_UP_NOT_FOUND;
  },
  confirm: (ctx, id) => confirmChange(ctx, { id }),
  snooze: (ctx, id) => snoozeCase(ctx, FOLLOW_UPS, { id, snooze: 'one_hour' }),
  nudge: (ctx, id) => nudgeCase(ctx, FOLLOW_UPS, id),
};

/** All that a verb would leave behind. */
export async function traceOf({ ctx: { db } }: House, id: string) {
  return {
    row: await db.handoffFollowUp.findUniqueOrThrow({ where: { id } }),
    history: await db.auditEntry.count({ where: { subjectId: id } }),
    messages: await db.outboxMessage.count({ where: { subjectId: id } }),
  };
}
