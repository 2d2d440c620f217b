import { audit } from '../../platform/audit.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { LostRace, transactOnce } from '../../platform/transact.ts';
import { isoDay } from '../../time/day.ts';
import { isLocalDate, localDate } from '../../time/local-date.ts';
import { loadForChange } from '../account-scene.ts';
import { holdAccounts } from '../hold-accounts.ts';

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

/**
 * The day to keep, or why not; null takes it back. `today` is the local date of whoever says so. Before the contract
 * there is nothing that was bought.
 */
function decideFirstValue(
  on: string | null,
  account: { name: string; contractStart: string | null; firstValueOn: string | null },
  today: string,
): { on: string | null } | Refusal {
  const { name, contractStart, firstValueOn } = account;
  if (on === null)
    return firstValueOn === null ? refuse('no_day', 'Pick the day they reached it.', 'firstValueOn') : { on };
  if (!isLocalDate(on)) return refuse('bad_day', 'Pick a day.', 'firstValueOn');
  if (on > today) return refuse('future', 'Pick today or a day that has passed.', 'firstValueOn');
  if (contractStart !== null && on < contractStart)
    return refuse(
      'before_contract',
      `The contract of ${name} starts after that day. Pick a later one.`,
      'firstValueOn',
    );
  return { on };
}
