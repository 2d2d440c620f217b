import { Prisma } from '../../../prisma/generated/client.ts';
import { kindsWith } from '../../handoffs/kinds.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { instant, uuid } from '../../platform/sql.ts';
import type { DealSource, DealType } from '../deal.ts';

interface Found {
  source: Extract<DealSource, 'sweep' | 'draft'>;
  accountId: string | null;
  accountName: string;
  dealType: DealType;
  ownerId: string | null;
  handoffId: string | null;
}

/** What is looked at: newer than `from`, and as it is since before `before`. */
interface Times {
  from: Date;
  before: Date;
}

/** Accounts that came into Land and have no CSM, no handoff and no deal. */
export function findUnowned(ctx: TxCtx, times: Times, most: number): Promise<Found[]> {
  return ctx.tx.$queryRaw<Found[]>`
    SELECT 'sweep' AS source, a.id AS "accountId", a.name AS "accountName", 'new' AS "dealType",
           a.sales_owner_id AS "ownerId", NULL AS "handoffId"
      FROM accounts a WHERE ${unowned(ctx, times)}
     ORDER BY a.id LIMIT ${most}::int`;
}

export async function countUnowned(ctx: TxCtx, times: Times): Promise<number> {
  const [found] = await ctx.tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM accounts a WHERE ${unowned(ctx, times)}`;
  return found?.count ?? 0;
}

/** SQL. Those without a CSM are found by the index of owners: of them few have come lately. */
function unowned({ workspace }: TxCtx, { from, before }: Times): Prisma.Sql {
  return Prisma.sql`
    a.workspace_id = ${uuid(workspace.id)} AND a.cs_owner_id IS NULL AND a.stage = 'land' AND a.merged_into_id IS NULL
      AND EXISTS (SELECT FROM account_stages s WHERE s.account_id = a.id AND s.stage = 'land'
                     AND s.entered_at > ${instant(from)} AND s.entered_at <= ${instant(before)})
      AND NOT EXISTS (SELECT FROM deals d WHERE d.account_id = a.id)
      AND NOT EXISTS (SELECT FROM handoffs h WHERE h.account_id = a.id AND h.state <> 'cancelled'
                         AND h.kind = ANY (${kindsWith('isFromSeller')}::handoff_kind[]))`;
}

const MOST_DRAFTS = 100;

/** Handoffs that a seller has begun and left, of no deal yet. Private ones are nobody else's business. */
export function findLeftDrafts({ tx, workspace }: TxCtx, { from, before }: Times): Promise<Found[]> {
  return tx.$queryRaw<Found[]>`
    SELECT 'draft' AS source, h.account_id AS "accountId", coalesce(a.name, h.account_name) AS "accountName",
           h.deal_type::text AS "dealType", h.sender_id AS "ownerId", h.id AS "handoffId"
      FROM handoffs h LEFT JOIN accounts a ON a.id = h.account_id
     WHERE h.workspace_id = ${uuid(workspace.id)} AND h.state = 'draft' AND NOT h.private
       AND h.kind = ANY (${kindsWith('isFromSeller')}::handoff_kind[])
       AND h.created_at > ${instant(from)} AND h.updated_at <= ${instant(before)}
       AND coalesce(a.name, h.account_name, '') <> ''
       AND NOT EXISTS (SELECT FROM deals d WHERE d.handoff_id = h.id)
       AND NOT EXISTS (SELECT FROM deals d WHERE d.account_id = h.account_id AND d.deal_type = h.deal_type)
     ORDER BY h.id LIMIT ${MOST_DRAFTS}::int`;
}
