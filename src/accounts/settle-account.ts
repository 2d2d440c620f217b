import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { transactOnce } from '../platform/transact.ts';
import { loadForChange } from './account-scene.ts';
import { type Confirmed, confirmIn } from './confirm-account.ts';
import { type Merged, mergeIn } from './merge-accounts.ts';

// What somebody in Slack may settle of an account that was made there.

/** Says that it is real. For its owners while nobody has said so, and for admins. */
export async function confirmAsMember(
  ctx: Ctx,
  command: { accountId: string },
): Promise<Confirmed | Refusal> {
  return transactOnce(ctx, 'confirm_account', async (ctx) => {
    const scene = await loadForChange(ctx, command.accountId, 'confirm');
    return isRefusal(scene) ? scene : confirmIn(ctx, { accountId: scene.account.id });
  });
}

/** Makes it one with another. For the same people. */
export async function mergeAsMember(
  ctx: Ctx,
  command: { fromId: string; intoId: string },
): Promise<Merged | Refusal> {
  return transactOnce(ctx, 'merge_accounts', async (ctx) => {
    const scene = await loadForChange(ctx, command.fromId, 'merge');
    return isRefusal(scene) ? scene : mergeIn(ctx, command);
  });
}
