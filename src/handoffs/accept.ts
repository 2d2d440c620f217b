import type { Ctx, TxCtx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { isRefusal } from '../platform/refusal.ts';
import { type Changed, changeHandoff } from './change-handoff.ts';
import { decideAccept } from './handoff.ts';
import type { Scene } from './scene.ts';

/** The brief suffices. The receiver becomes the account's CS owner, and the account enters adoption. */
export function acceptHandoff(ctx: Ctx, command: { handoffId: string }): Promise<Changed | Refusal> {
  return changeHandoff(ctx, command.handoffId, {
    verb: 'accept',
    decide: async (scene, tx) => {
      const decision = decideAccept(scene.handoff, scene.actor.id, ctx.now);
      if (!isRefusal(decision)) await handOverAccount(tx, scene);
      return decision;
    },
  });
}

async function handOverAccount(ctx: TxCtx, { handoff, account }: Scene): Promise<void> {
  if (!account) throw new Error('A submitted handoff has an account');
  await ctx.tx.account.updateMany({
    where: { id: account.id, workspaceId: ctx.workspace.id },
    data: {
      csOwnerId: handoff.receiverId,
      salesOwnerId: account.salesOwnerId ?? handoff.senderId,
      stage: account.stage === 'land' ? 'adopt' : account.stage,
      updatedAt: ctx.now,
    },
  });
}
