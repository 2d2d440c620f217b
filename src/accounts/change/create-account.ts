import type { Account } from '../../../prisma/generated/client.ts';
import { audit } from '../../platform/audit.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import { isRefusal, type Refusal } from '../../platform/refusal.ts';
import { checkAccountName, nameKey, stamp } from '../account.ts';
import { holdAccounts } from '../hold-accounts.ts';

/**
 * Makes an account of this name, unverified until an import or somebody confirms it. An account that has the name
 * already, also one made by somebody else at this moment, is returned instead with `created: false`; so is the
 * one that an account of this name was merged into.
 */
export async function createAccount(
  ctx: TxCtx,
  input: { name: string; salesOwnerId?: string },
): Promise<{ account: Account; created: boolean } | Refusal> {
  const name = checkAccountName(input.name);
  if (isRefusal(name)) return name;
  const workspaceId = ctx.workspace.id;
  const id = newId(ctx.now);
  const { count } = await ctx.tx.account.createMany({
    data: {
      id,
      workspaceId,
      name,
      nameKey: nameKey(name),
      salesOwnerId: input.salesOwnerId ?? null,
      verified: false,
      provenance: stamp(input.salesOwnerId ? ['name', 'salesOwnerId'] : ['name'], 'slack', ctx.now),
      createdAt: ctx.now,
      updatedAt: ctx.now,
    },
    skipDuplicates: true,
  });
  const named = await ctx.tx.account.findUniqueOrThrow({
    where: { workspaceId_nameKey: { workspaceId, nameKey: nameKey(name) } },
  });
  if (count === 1) {
    await audit(ctx, {
      subject: { type: 'account', id },
      action: 'account.created',
      data: { verified: false },
    });
    return { account: named, created: true };
  }
  const heldId = (await holdAccounts(ctx, [named.id])).get(named.id) ?? named.id;
  const account = await ctx.tx.account.findFirstOrThrow({ where: { id: heldId, workspaceId } });
  return { account, created: false };
}
