import { holdForChange } from '../accounts/account-scene.ts';
import { redrawMorning } from '../cases/told/remind.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { transactOnce } from '../platform/transact.ts';
import { readView, type ViewValue } from './csm-view.ts';

export interface ViewGiven {
  accountId: string;
  name: string;
  value: ViewValue;
}

/** Says how an account is doing, in its CSM's own judgement: for the CSM, their cover and their lead. The latest counts. */
export function giveView(
  ctx: Ctx,
  command: { accountId: string; value: string },
): Promise<ViewGiven | Refusal> {
  return transactOnce(ctx, 'give_view', async (ctx) => {
    const scene = await holdForChange(ctx, command.accountId, 'judge');
    if (isRefusal(scene)) return scene;
    const { account, actor, people } = scene;
    const value = readView(command.value);
    if (isRefusal(value)) return value;
    const { id: accountId, name, csOwnerId: ownerId } = account;
    await ctx.tx.accountView.create({
      data: {
        id: newId(ctx.now),
        workspaceId: ctx.workspace.id,
        accountId,
        ownerId,
        value,
        memberId: actor?.id ?? null,
        saidAt: ctx.now,
      },
    });
    await audit(ctx, {
      subject: { type: 'account', id: accountId },
      action: 'health.view_given',
      data: { value },
    });
    // It asks the owner for it, perhaps.
    const owner = ownerId === null ? undefined : people.get(ownerId);
    if (owner) await redrawMorning(ctx, owner);
    return { accountId, name, value };
  });
}
