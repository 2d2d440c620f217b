import { audit } from '../platform/audit.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { transact } from '../platform/transact.ts';
import { findAccounts } from './find-accounts.ts';

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
export async function confirmIn(ctx: TxCtx, command: { accountId: string }): Promise<Confirmed | Refusal> {
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
