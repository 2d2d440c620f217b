import { z } from 'zod';
import type { Account, Prisma, Stage } from '../../../prisma/generated/client.ts';
import { loadPeople } from '../../people/load-people.ts';
import { canAnswer } from '../../people/person.ts';
import { audit } from '../../platform/audit.ts';
import type { Ctx, TxCtx } from '../../platform/ctx.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { instant, texts, uuid, uuids } from '../../platform/sql.ts';
import { stored } from '../../platform/stored.ts';
import { LostRace, transactOnce } from '../../platform/transact.ts';
import { type Source, stamp } from '../account.ts';

/** Something that a health score or its band is made from has changed: those that have one are evaluated anew. */
export async function reevaluate(ctx: TxCtx, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return;
  await ctx.tx.$executeRaw`
    WITH due AS (
      UPDATE account_health SET due_at = least(due_at, ${instant(ctx.now)})
       WHERE workspace_id = ${uuid(ctx.workspace.id)} AND account_id = ANY(${uuids(accountIds)})
      RETURNING 1
    )
    SELECT pg_notify('baton_health', '') WHERE EXISTS (SELECT 1 FROM due)`;
}

export interface AccountFields {
  stage?: Stage;
  salesOwnerId?: string | null;
  serviceOwnerId?: string | null;
  csOwnerId?: string | null;
}

const FIELDS = ['stage', 'salesOwnerId', 'serviceOwnerId', 'csOwnerId'] as const;
const value = z.string().nullable();

/** By field: what it was set to, what it said before, and where that came from, as its provenance says. */
export const REPLACED = stored(
  'fields of an account that were set',
  z.partialRecord(z.enum(FIELDS), z.object({ set: value, was: value, from: z.json() })),
);
type Replaced = NonNullable<ReturnType<typeof REPLACED.read>>;

/**
 * Nobody else sets fields of this account until the transaction ends. Throws LostRace where it says something else by now
 * than when it was read.
 */
export async function holdFields(
  ctx: TxCtx,
  account: Pick<Account, 'id' | keyof AccountFields>,
): Promise<void> {
  const [now] = await ctx.tx.$queryRaw<Pick<Account, keyof AccountFields>[]>`
    SELECT stage, sales_owner_id AS "salesOwnerId", service_owner_id AS "serviceOwnerId", cs_owner_id AS "csOwnerId"
      FROM accounts WHERE id = ${uuid(account.id)} AND workspace_id = ${uuid(ctx.workspace.id)} FOR NO KEY UPDATE`;
  if (now && FIELDS.some((name) => now[name] !== account[name])) throw new LostRace(`Account ${account.id}`);
}

/**
 * Sets fields of an account in the caller's transaction, with where they came from; what it says already stays. Returns
 * what was replaced.
 */
export async function setAccountFields(
  ctx: TxCtx,
  account: Pick<Account, 'id' | keyof AccountFields>,
  fields: AccountFields,
  source: Source,
): Promise<Replaced> {
  await holdFields(ctx, account);
  const names = Object.keys(fields) as (keyof AccountFields)[];
  const changed = names.filter((name) => fields[name] !== undefined && fields[name] !== account[name]);
  if (changed.length === 0) return {};
  const columns = Object.fromEntries(changed.map((name) => [name, fields[name]]));
  await ctx.tx.account.updateMany({
    where: { id: account.id, workspaceId: ctx.workspace.id },
    data: { ...columns, updatedAt: ctx.now },
  });
  // Laid over by the database: others may have set other fields since the account was read.
  const [before] = await ctx.tx.$queryRaw<{ provenance: Record<string, Prisma.JsonValue> }[]>`
    UPDATE accounts a SET provenance = a.provenance || ${JSON.stringify(stamp(changed, source, ctx.now))}::jsonb
      FROM (SELECT id, provenance FROM accounts WHERE id = ${uuid(account.id)}) AS was
     WHERE a.id = was.id AND a.workspace_id = ${uuid(ctx.workspace.id)}
    RETURNING was.provenance`;
  if (changed.includes('stage')) await reevaluate(ctx, [account.id]);
  return REPLACED.write(
    Object.fromEntries(
      changed.map((name) => [
        name,
        { set: fields[name] ?? null, was: account[name], from: before?.provenance[name] ?? null },
      ]),
    ),
  );
}

/** Whether an account says what it was set to. */
export function saysStill(account: Pick<Account, keyof AccountFields>, replaced: Replaced): boolean {
  return FIELDS.every((name) => !replaced[name] || replaced[name].set === account[name]);
}

/** Has an account say again what it said before fields of it were set `at` then. Throws LostRace where it says something else meanwhile. */
export async function giveBackFields(
  ctx: TxCtx,
  accountId: string,
  replaced: Replaced,
  at: Date,
): Promise<void> {
  const names = FIELDS.filter((name) => replaced[name]);
  if (names.length === 0) return;
  const columns = (which: 'set' | 'was') =>
    Object.fromEntries(names.map((name) => [name, replaced[name]?.[which]])) as AccountFields;
  const { count } = await ctx.tx.account.updateMany({
    where: { id: accountId, workspaceId: ctx.workspace.id, ...(columns('set') as Prisma.AccountWhereInput) },
    data: { ...columns('was'), updatedAt: ctx.now },
  });
  if (count === 0) throw new LostRace(`Account ${accountId}`);
  const stamps = Object.fromEntries(
    names.flatMap((name) => (replaced[name]?.from ? [[name, replaced[name].from]] : [])),
  );
  await ctx.tx.$executeRaw`
    UPDATE accounts SET provenance = (provenance - ${texts(names)}) || ${JSON.stringify(stamps)}::jsonb
     WHERE id = ${uuid(accountId)} AND workspace_id = ${uuid(ctx.workspace.id)}`;
  if (!names.includes('stage')) return;
  // It was never in that stage, and has not come back to the one before.
  await ctx.tx.$executeRaw`
    DELETE FROM account_stages s
     WHERE s.account_id = ${uuid(accountId)} AND s.workspace_id = ${uuid(ctx.workspace.id)}
       AND s.entered_at IN (${instant(at)}, ${instant(ctx.now)})
       AND EXISTS (SELECT FROM account_stages e WHERE e.account_id = s.account_id AND e.entered_at < ${instant(at)})`;
  await reevaluate(ctx, [accountId]);
}

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
