import { audit } from '../platform/audit.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { LostRace, transactOnce } from '../platform/transact.ts';
import { isoDay } from '../time/day.ts';
import { localDate } from '../time/local-date.ts';
import { loadForChange } from './account-scene.ts';
import { decideFirstValue } from './first-value.ts';
import { holdAccounts } from './hold-accounts.ts';

export interface FirstValue {
  accountId: string;
  name: string;
  /** YYYY-MM-DD; null: not reached yet. */
  on: string | null;
}

/** Keeps the day on which a customer first reached what they bought it for, or takes it back. */
export function setFirstValue(
  ctx: Ctx,
  command: { accountId: string; on: string | null },
): Promise<FirstValue | Refusal> {
  return transactOnce(ctx, 'set_first_value', async (ctx) => {
    const scene = await loadForChange(ctx, command.accountId, 'first_value');
    if (isRefusal(scene)) return scene;
    const { id, name, contractStart, firstValueOn } = scene.account;
    const held = await holdAccounts(ctx, [id]);
    if (held.get(id) !== id) throw new LostRace(`Account ${id}`);
    const known = { name, contractStart: isoDay(contractStart), firstValueOn: isoDay(firstValueOn) };
    const decision = decideFirstValue(command.on, known, localDate(ctx.now, scene.actor?.zone ?? 'UTC'));
    if (isRefusal(decision)) return decision;
    const { on } = decision;
    if (on !== known.firstValueOn) {
      await ctx.tx.account.updateMany({
        where: { id, workspaceId: ctx.workspace.id },
        data: { firstValueOn: on && new Date(on), updatedAt: ctx.now },
      });
      await audit(ctx, {
        subject: { type: 'account', id },
        action: 'account.first_value',
        data: { on, before: known.firstValueOn },
      });
    }
    return { accountId: id, name, on };
  });
}
