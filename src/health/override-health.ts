import { holdForChange, loadForChange } from '../accounts/account-scene.ts';
import { reevaluate } from '../accounts/change/set-account-fields.ts';
import { refresh } from '../outbox/refresh.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { transactOnce } from '../platform/transact.ts';
import { lastMinuteOf, localDate } from '../time/local-date.ts';
import { decideOverride, type OverrideCommand } from './override.ts';

export interface Overridden {
  accountId: string;
  name: string;
  band: string;
  /** ISO instant. */
  until: string;
}

/**
 * A person says how an account stands, whatever its score: for its owners and co-owners, their leads and managers,
 * and admins. It holds until the end of a day, and then the score speaks again.
 */
export function overrideHealth(
  ctx: Ctx,
  command: OverrideCommand & { accountId: string },
): Promise<Overridden | Refusal> {
  return transactOnce(ctx, 'override_health', async (ctx) => {
    const scene = await holdForChange(ctx, command.accountId, 'override');
    if (isRefusal(scene)) return scene;
    const { account, actor } = scene;
    const zone = actor?.zone ?? 'UTC';
    const decision = decideOverride(command, localDate(ctx.now, zone));
    if (isRefusal(decision)) return decision;
    const { band, note } = decision;
    const until = lastMinuteOf(decision.until, zone);
    const said = {
      overrideBand: band,
      overrideNote: note,
      overrideById: actor?.id ?? null,
      overrideUntil: until,
    };
    const { id: accountId, name } = account;
    const workspaceId = ctx.workspace.id;
    await ctx.tx.accountHealth.upsert({
      where: { accountId, workspaceId },
      create: { accountId, workspaceId, ...said },
      update: said,
    });
    await afterWord(ctx, accountId);
    await audit(ctx, {
      subject: { type: 'account', id: accountId },
      action: 'health.overridden',
      data: { band, until: until.toISOString(), note },
    });
    return { accountId, name, band, until: until.toISOString() };
  });
}

/** It is evaluated anew, from which it is due again when the word ends; and where it shows, it is drawn anew. */
async function afterWord(ctx: TxCtx, accountId: string): Promise<void> {
  await reevaluate(ctx, [accountId]);
  const open = await ctx.tx.risk.findFirst({
    where: { workspaceId: ctx.workspace.id, accountId, state: { in: ['open', 'claimed'] } },
    select: { id: true },
  });
  if (open) await refresh(ctx, { type: 'risk', id: open.id }, { urgent: false });
}

export interface Cleared {
  accountId: string;
  name: string;
}

/** Takes a person's word back before its time: the score speaks again. For those who may give one. */
export function clearOverride(ctx: Ctx, command: { accountId: string }): Promise<Cleared | Refusal> {
  return transactOnce(ctx, 'clear_override', async (ctx) => {
    const scene = await loadForChange(ctx, command.accountId, 'clear');
    if (isRefusal(scene)) return scene;
    const { id: accountId, name } = scene.account;
    const { count } = await ctx.tx.accountHealth.updateMany({
      where: { accountId, workspaceId: ctx.workspace.id, overrideUntil: { gt: ctx.now } },
      data: { overrideBand: null, overrideUntil: null, overrideNote: null, overrideById: null },
    });
    if (count === 0) return refuse('not_set', `The health of ${name} already follows its score.`);
    await afterWord(ctx, accountId);
    await audit(ctx, { subject: { type: 'account', id: accountId }, action: 'health.override_cleared' });
    return { accountId, name };
  });
}
