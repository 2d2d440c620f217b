import { audit } from '../../platform/audit.ts';
import type { Ctx, TxCtx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { transact, transactOnce } from '../../platform/transact.ts';
import { loadForChange } from '../account-scene.ts';
import { findAccounts } from '../find/find-accounts.ts';
import { type Merged, mergeIn } from './merge-accounts.ts';

export interface Confirmed {
  id: string;
  name: string;
  /** It was verified before. */
  already: boolean;
}

/** Says that an account somebody made in a modal is real. Of one that was merged, it confirms what it became. */
export function confirmAccount(ctx: Ctx, command: { accountId: string }): Promise<Confirmed | Refusal> {
  return transact(ctx, (ctx) => confirmIn(ctx, command));
}

/** The same in the caller's transaction. */
async function confirmIn(ctx: TxCtx, command: { accountId: string }): Promise<Confirmed | Refusal> {
  const [found] = await findAccounts(ctx.tx, ctx.workspace.id, [{ id: command.accountId }]);
  if (!found || found === 'ambiguous') return refuse('not_found', 'There is no such account.');
  const { id, name } = found;
  const { count } = await ctx.tx.account.updateMany({
    where: { id, workspaceId: ctx.workspace.id, verified: false },
    data: { verified: true, updatedAt: ctx.now },
  });
  if (count === 1) await audit(ctx, { subject: { type: 'account', id }, action: 'account.confirmed' });
  return { id, name, already: count === 0 };
}

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
