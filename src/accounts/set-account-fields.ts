import type { Account, Stage } from '../../prisma/generated/client.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { uuid } from '../platform/sql.ts';
import { type Source, stamp } from './provenance.ts';
import { reevaluate } from './reevaluate.ts';

export interface AccountFields {
  stage?: Stage;
  salesOwnerId?: string | null;
  serviceOwnerId?: string | null;
  csOwnerId?: string | null;
}

/** Sets fields of an account in the caller's transaction, with where they came from; what it says already stays. */
export async function setAccountFields(
  ctx: TxCtx,
  account: Pick<Account, 'id' | keyof AccountFields>,
  fields: AccountFields,
  source: Source,
): Promise<void> {
  const names = Object.keys(fields) as (keyof AccountFields)[];
  const changed = names.filter((name) => fields[name] !== undefined && fields[name] !== account[name]);
  if (changed.length === 0) return;
  const columns = Object.fromEntries(changed.map((name) => [name, fields[name]]));
  await ctx.tx.account.updateMany({
    where: { id: account.id, workspaceId: ctx.workspace.id },
    data: { ...columns, updatedAt: ctx.now },
  });
  // Laid over by the database: others may have set other fields since the account was read.
  await ctx.tx.$executeRaw`
    UPDATE accounts SET provenance = provenance || ${JSON.stringify(stamp(changed, source, ctx.now))}::jsonb
     WHERE id = ${uuid(account.id)} AND workspace_id = ${uuid(ctx.workspace.id)}`;
  if (changed.includes('stage')) await reevaluate(ctx, [account.id]);
}
