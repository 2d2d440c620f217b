import { loadForChange } from '../accounts/account-scene.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { transactOnce } from '../platform/transact.ts';
import { afterWord } from './override-health.ts';

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
    if (count === 0) return refuse('not_set', `The health of ${name} comes from its score already.`);
    await afterWord(ctx, accountId);
    await audit(ctx, { subject: { type: 'account', id: accountId }, action: 'health.override_cleared' });
    return { accountId, name };
  });
}
