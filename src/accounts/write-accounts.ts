import type { TxCtx } from '../platform/ctx.ts';
import type { AccountRow } from './account-row.ts';

export interface PlannedAccount extends AccountRow {
  id: string;
  line: number;
  kind: 'create' | 'update';
  renamed: boolean;
}

/** Writes a chunk of planned rows in at most three statements. */
export async function writeAccounts(ctx: TxCtx, planned: readonly PlannedAccount[]): Promise<void> {
  const { tx, now } = ctx;
  const workspaceId = ctx.workspace.id;
  const renamed = planned.filter((row) => row.renamed).map((row) => row.id);
  // Two accounts may change names with each other: all let go of the old ones first.
  if (renamed.length > 0)
    await tx.$executeRaw`
      UPDATE accounts SET name_key = id::text
       WHERE workspace_id = ${workspaceId}::uuid AND id = ANY(${renamed}::uuid[])`;
  const updates = planned.filter((row) => row.kind === 'update');
  if (updates.length > 0)
    await tx.$executeRaw`
      UPDATE accounts AS a
         SET name = u.name, name_key = u."nameKey", domain = coalesce(u.domain, a.domain),
             external_id = coalesce(u."externalId", a.external_id), segment = coalesce(u.segment, a.segment),
             stage = coalesce(u.stage, a.stage), plan = coalesce(u.plan, a.plan), arr = coalesce(u.arr, a.arr),
             currency = coalesce(u.currency, a.currency),
             contract_start = coalesce(u."contractStart", a.contract_start),
             renewal_on = coalesce(u."renewalOn", a.renewal_on),
             sales_owner_id = coalesce(u."salesOwnerId", a.sales_owner_id),
             cs_owner_id = coalesce(u."csOwnerId", a.cs_owner_id),
             verified = true, updated_at = ${now}::timestamptz
        FROM jsonb_to_recordset(${JSON.stringify(updates)}::jsonb)
          AS u (id uuid, name text, "nameKey" text, domain text, "externalId" text, segment text, stage stage,
                plan text, arr numeric, currency text, "contractStart" date, "renewalOn" date,
                "salesOwnerId" uuid, "csOwnerId" uuid)
       WHERE a.id = u.id AND a.workspace_id = ${workspaceId}::uuid`;
  const creates = planned.filter((row) => row.kind === 'create');
  if (creates.length > 0)
    // The name may have been taken in a modal since the file was matched: then that account is completed.
    await tx.$executeRaw`
      INSERT INTO accounts AS a (id, workspace_id, name, name_key, domain, external_id, segment, stage, plan, arr,
                                 currency, contract_start, renewal_on, sales_owner_id, cs_owner_id, verified,
                                 created_at, updated_at)
      SELECT u.id, ${workspaceId}::uuid, u.name, u."nameKey", u.domain, u."externalId", u.segment,
             coalesce(u.stage, 'land'), u.plan, u.arr, u.currency, u."contractStart", u."renewalOn",
             u."salesOwnerId", u."csOwnerId", true, ${now}::timestamptz, ${now}::timestamptz
        FROM jsonb_to_recordset(${JSON.stringify(creates)}::jsonb)
          AS u (id uuid, name text, "nameKey" text, domain text, "externalId" text, segment text, stage stage,
                plan text, arr numeric, currency text, "contractStart" date, "renewalOn" date,
                "salesOwnerId" uuid, "csOwnerId" uuid)
          ON CONFLICT (workspace_id, name_key) DO UPDATE
         SET domain = coalesce(excluded.domain, a.domain),
             external_id = coalesce(excluded.external_id, a.external_id),
             segment = coalesce(excluded.segment, a.segment), plan = coalesce(excluded.plan, a.plan),
             arr = coalesce(excluded.arr, a.arr), currency = coalesce(excluded.currency, a.currency),
             contract_start = coalesce(excluded.contract_start, a.contract_start),
             renewal_on = coalesce(excluded.renewal_on, a.renewal_on),
             sales_owner_id = coalesce(excluded.sales_owner_id, a.sales_owner_id),
             cs_owner_id = coalesce(excluded.cs_owner_id, a.cs_owner_id),
             verified = true, updated_at = excluded.updated_at`;
}
