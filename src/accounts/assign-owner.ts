import { loadPeople } from '../people/load-people.ts';
import { canAnswer } from '../people/person.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { uuid, uuids } from '../platform/sql.ts';
import { transactOnce } from '../platform/transact.ts';
import { setAccountFields } from './set-account-fields.ts';

const MOST_AT_ONCE = 100;

/** Gives accounts without a CS owner to somebody. One that has got an owner meanwhile keeps that. */
export function assignOwner(
  ctx: Ctx,
  command: { accountIds: readonly string[]; ownerId: string },
): Promise<{ assigned: number; owner: string } | Refusal> {
  const accountIds = [...new Set(command.accountIds)].sort();
  if (accountIds.length > MOST_AT_ONCE)
    throw new Error(`more accounts than a window offers: ${accountIds.length}`);
  return transactOnce(ctx, 'assign_owner', async (ctx) => {
    const workspaceId = ctx.workspace.id;
    const owner = (await loadPeople(ctx.tx, workspaceId, [command.ownerId])).get(command.ownerId);
    if (!owner || !canAnswer(owner))
      return refuse('unfit_person', 'Only a full member of this workspace can own an account.', 'owner');
    const rows = await ctx.tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM accounts
       WHERE workspace_id = ${uuid(workspaceId)} AND id = ANY(${uuids(accountIds)})
         AND cs_owner_id IS NULL AND merged_into_id IS NULL
       ORDER BY id FOR UPDATE`;
    const accounts = await ctx.tx.account.findMany({
      where: { workspaceId, id: { in: rows.map(({ id }) => id) } },
      select: { id: true, stage: true, salesOwnerId: true, serviceOwnerId: true, csOwnerId: true },
      take: MOST_AT_ONCE,
    });
    for (const account of accounts) {
      await setAccountFields(ctx, account, { csOwnerId: owner.id }, 'slack');
      await audit(ctx, {
        subject: { type: 'account', id: account.id },
        action: 'account.owner_set',
        data: { csOwnerId: owner.id },
      });
    }
    return { assigned: accounts.length, owner: owner.name };
  });
}
