import type { TxCtx } from '../../platform/ctx.ts';
import { instant, uuid, uuids } from '../../platform/sql.ts';
import { LostRace } from '../../platform/transact.ts';
import { type AccountField, type Source, stamp, VALUE_FIELDS } from '../account.ts';
import { reevaluate } from '../change/set-account-fields.ts';
import { type KnownAccount, type NumberedRow, newIdsOf } from './match-account.ts';

/** A row and the account it was matched with. */
export interface MatchedRow {
  kind: 'create' | 'update';
  row: NumberedRow;
  account: KnownAccount;
  renamedFrom: string | null;
}

/** What is written of one row: only what it changes. */
interface Change {
  id: string;
  kind: 'create' | 'update';
  fields: AccountField[];
  columns: Record<string, unknown>;
  newExternalIds: string[];
  coOwners: NumberedRow['coOwners'];
}

/**
 * Writes matched rows in few statements. Returns those not written, because somebody made an account of their name
 * since they were matched: matched again, they complete it.
 */
export async function writeAccounts(
  ctx: TxCtx,
  rows: readonly MatchedRow[],
  source: Source,
): Promise<NumberedRow[]> {
  const workspaceId = ctx.workspace.id;
  const renamed = rows.filter((row) => row.renamedFrom !== null).map(({ account }) => account.id);
  // Two accounts may change names with each other: all let go of the old ones first.
  if (renamed.length > 0)
    await ctx.tx.$executeRaw`
      UPDATE accounts SET name_key = id::text
       WHERE workspace_id = ${uuid(workspaceId)} AND id = ANY(${uuids(renamed)})`;
  const all = rows.map((row) => changeOf(row, source, ctx.now));
  await update(
    ctx,
    all.filter(({ kind }) => kind === 'update').map(({ columns }) => columns),
  );
  const made = await create(
    ctx,
    all.filter(({ kind }) => kind === 'create').map(({ columns }) => columns),
  );
  const changes = all.filter(({ kind, id }) => kind === 'update' || made.has(id));
  await addExternalIds(ctx, changes);
  await setCoOwners(ctx, changes);
  // Bands are cut by stage.
  const moved = changes.filter(({ kind, fields }) => kind === 'update' && fields.includes('stage'));
  await reevaluate(
    ctx,
    moved.map(({ id }) => id),
  );
  return rows.filter(({ kind, account }) => kind === 'create' && !made.has(account.id)).map(({ row }) => row);
}

function changeOf({ kind, row, account }: MatchedRow, source: Source, now: Date): Change {
  const { stored } = account;
  const isNews = (field: (typeof VALUE_FIELDS)[number]) =>
    row[field] !== null && row[field] !== (stored?.[field] ?? null);
  // The name of one that was merged into it finds the account, and does not rename it.
  const isName = account.nameKey === row.nameKey;
  const values = VALUE_FIELDS.filter((field) => (field !== 'name' || isName) && isNews(field));
  const newExternalIds = newIdsOf(row, stored?.externalIds ?? []);
  const wanted = row.coOwners?.map(({ lane, memberId }) => `${lane}:${memberId}`).sort();
  const coOwners = wanted && wanted.join() !== (stored?.coOwners ?? []).join() ? row.coOwners : null;
  const fields: AccountField[] = [...values];
  if (newExternalIds.length > 0) fields.push('externalIds');
  if (coOwners) fields.push('coOwners');
  const columns = {
    ...Object.fromEntries(values.map((field) => [field, row[field]])),
    ...(isName && { nameKey: row.nameKey }),
    id: account.id,
    provenance: stamp(fields, source, now),
  };
  return { id: account.id, kind, fields, columns, newExternalIds, coOwners };
}

async function update(ctx: TxCtx, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  await ctx.tx.$executeRaw`
    UPDATE accounts AS a
       SET name = coalesce(u.name, a.name), name_key = coalesce(u."nameKey", a.name_key),
           domain = coalesce(u.domain, a.domain), segment = coalesce(u.segment, a.segment),
           stage = coalesce(u.stage, a.stage), plan = coalesce(u.plan, a.plan), arr = coalesce(u.arr, a.arr),
           currency = coalesce(u.currency, a.currency),
           contract_start = coalesce(u."contractStart", a.contract_start),
           renewal_on = coalesce(u."renewalOn", a.renewal_on),
           sales_owner_id = coalesce(u."salesOwnerId", a.sales_owner_id),
           service_owner_id = coalesce(u."serviceOwnerId", a.service_owner_id),
           cs_owner_id = coalesce(u."csOwnerId", a.cs_owner_id), channel = coalesce(u.channel, a.channel),
           provenance = a.provenance || u.provenance, verified = true, updated_at = ${instant(ctx.now)}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS u (id uuid, name text, "nameKey" text, domain text, segment text, stage stage, plan text, arr numeric,
              currency text, "contractStart" date, "renewalOn" date, "salesOwnerId" uuid, "serviceOwnerId" uuid,
              "csOwnerId" uuid, channel text, provenance jsonb)
     WHERE a.id = u.id AND a.workspace_id = ${uuid(ctx.workspace.id)}`;
}

/** Returns the ids of those made. */
async function create(ctx: TxCtx, rows: readonly object[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const made = await ctx.tx.$queryRaw<{ id: string }[]>`
    INSERT INTO accounts (id, workspace_id, name, name_key, domain, segment, stage, plan, arr, currency,
                          contract_start, renewal_on, sales_owner_id, service_owner_id, cs_owner_id, channel,
                          provenance, verified, created_at, updated_at)
    SELECT u.id, ${uuid(ctx.workspace.id)}, u.name, u."nameKey", u.domain, u.segment, coalesce(u.stage, 'land'),
           u.plan, u.arr, u.currency, u."contractStart", u."renewalOn", u."salesOwnerId", u."serviceOwnerId",
           u."csOwnerId", u.channel, u.provenance, true, ${instant(ctx.now)}, ${instant(ctx.now)}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS u (id uuid, name text, "nameKey" text, domain text, segment text, stage stage, plan text, arr numeric,
              currency text, "contractStart" date, "renewalOn" date, "salesOwnerId" uuid, "serviceOwnerId" uuid,
              "csOwnerId" uuid, channel text, provenance jsonb)
     ORDER BY u."nameKey"
        ON CONFLICT (workspace_id, name_key) DO NOTHING
    RETURNING id`;
  return new Set(made.map(({ id }) => id));
}

async function addExternalIds(ctx: TxCtx, changes: readonly Change[]): Promise<void> {
  const ids = changes.flatMap(({ id, newExternalIds }) =>
    newExternalIds.map((externalId) => ({ workspaceId: ctx.workspace.id, externalId, accountId: id })),
  );
  if (ids.length === 0) return;
  const { count } = await ctx.tx.accountExternalId.createMany({ data: ids, skipDuplicates: true });
  if (count < ids.length) throw new LostRace('An external id');
}

async function setCoOwners(ctx: TxCtx, changes: readonly Change[]): Promise<void> {
  const set = changes.filter(({ coOwners }) => coOwners !== null);
  if (set.length === 0) return;
  const rows = set.flatMap(({ id, coOwners }) => (coOwners ?? []).map((one) => ({ accountId: id, ...one })));
  await ctx.tx.accountCoOwner.deleteMany({
    where: { accountId: { in: set.map(({ id }) => id) }, account: { workspaceId: ctx.workspace.id } },
  });
  await ctx.tx.accountCoOwner.createMany({ data: rows });
}
