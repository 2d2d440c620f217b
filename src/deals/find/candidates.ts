import { Prisma } from '../../../prisma/generated/client.ts';
import { nameKey } from '../../accounts/account.ts';
import { OPEN_STATES } from '../../handoffs/handoff.ts';
import { kindsTo, kindsWith } from '../../handoffs/kinds.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { instant, texts, uuid } from '../../platform/sql.ts';
import { plusDays } from '../../time/day.ts';
import { type Deal, type DealSource, type DealType, isClosed } from '../deal.ts';
import { TOLD_WITHIN_DAYS } from '../take/decide-deal.ts';

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

/** A deal that has no account yet, by what it is called. */
type Nameless = Pick<Deal, 'dealType' | 'ownerId' | 'state' | 'updatedAt'> & { nameKey: string };

const OF_DEAL = { dealType: true, ownerId: true, state: true, updatedAt: true } as const;

/** Those that are open, or were changed within the time in which the CRM may still tell of what Baton found. */
export async function loadNameless({ tx, workspace, now }: TxCtx): Promise<Nameless[]> {
  const recent = { updatedAt: { gte: plusDays(now, -TOLD_WITHIN_DAYS) } };
  const deals = await tx.deal.findMany({
    where: {
      workspaceId: workspace.id,
      accountId: null,
      OR: [{ state: { in: ['won', 'expected'] } }, recent],
    },
    select: { accountName: true, ...OF_DEAL },
  });
  return deals.map(({ accountName, ...deal }) => ({ ...deal, nameKey: nameKey(accountName) }));
}

/** Accounts that came into Land and have no CSM, no handoff of a seller or to CS, and no deal. */
export function findUnowned(
  ctx: TxCtx,
  times: Times,
  nameless: readonly Nameless[],
  most: number,
): Promise<Found[]> {
  return ctx.tx.$queryRaw<Found[]>`
    SELECT 'sweep' AS source, a.id AS "accountId", a.name AS "accountName", 'new' AS "dealType",
           a.sales_owner_id AS "ownerId", NULL AS "handoffId"
      FROM accounts a WHERE ${unowned(ctx, times, nameless)}
     ORDER BY a.id LIMIT ${most}::int`;
}

export async function countUnowned(ctx: TxCtx, times: Times, nameless: readonly Nameless[]): Promise<number> {
  const [found] = await ctx.tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM accounts a WHERE ${unowned(ctx, times, nameless)}`;
  return found?.count ?? 0;
}

/** SQL. Those without a CSM are found by the index of owners: of them few have come lately. */
function unowned({ workspace }: TxCtx, { from, before }: Times, nameless: readonly Nameless[]): Prisma.Sql {
  return Prisma.sql`
    a.workspace_id = ${uuid(workspace.id)} AND a.cs_owner_id IS NULL AND a.stage = 'land' AND a.merged_into_id IS NULL
      AND EXISTS (SELECT FROM account_stages s WHERE s.account_id = a.id AND s.stage = 'land'
                     AND s.entered_at > ${instant(from)} AND s.entered_at <= ${instant(before)})
      AND NOT EXISTS (SELECT FROM deals d WHERE d.account_id = a.id)
      AND a.name_key <> ALL (${texts(new Set(nameless.map(({ nameKey }) => nameKey)))})
      AND NOT EXISTS (SELECT FROM handoffs h WHERE h.account_id = a.id AND h.state <> 'cancelled'
                         AND (h.kind = ANY (${kindsWith('isFromSeller')}::handoff_kind[])
                           OR (h.kind = ANY (${kindsTo('cs')}::handoff_kind[])
                             AND h.state = ANY (${[...OPEN_STATES]}::handoff_state[]))))`;
}

const MOST_DRAFTS = 100;

/** A draft that may have to be asked for. */
interface Left extends Found {
  senderId: string;
  begunAt: Date;
}

/**
 * Handoffs that a seller has begun or gone on with, and left, of no deal yet. Private ones are nobody else's business.
 * `most`: about so many; a page is looked at as a whole.
 */
export async function findLeftDrafts(
  ctx: TxCtx,
  times: Times,
  { nameless, most = MOST_DRAFTS }: { nameless: readonly Nameless[]; most?: number },
): Promise<Found[]> {
  const found: Found[] = [];
  for (let after: string | null = null; found.length < most; ) {
    const drafts = await draftsAfter(ctx, times, after);
    found.push(...(await withoutDeal(ctx, drafts, nameless)));
    if (drafts.length < MOST_DRAFTS) break;
    after = drafts.at(-1)?.handoffId ?? null;
  }
  return found;
}

function draftsAfter(
  { tx, workspace }: TxCtx,
  { from, before }: Times,
  after: string | null,
): Promise<Left[]> {
  return tx.$queryRaw<Left[]>`
    SELECT 'draft' AS source, h.account_id AS "accountId", coalesce(a.name, h.account_name) AS "accountName",
           h.deal_type::text AS "dealType", h.sender_id AS "ownerId", h.id AS "handoffId",
           h.sender_id AS "senderId", h.created_at AS "begunAt"
      FROM handoffs h LEFT JOIN accounts a ON a.id = h.account_id
     WHERE h.workspace_id = ${uuid(workspace.id)} AND h.state = 'draft' AND NOT h.private
       AND h.kind = ANY (${kindsWith('isFromSeller')}::handoff_kind[])
       AND h.updated_at > ${instant(from)} AND h.updated_at <= ${instant(before)}
       AND coalesce(a.name, h.account_name, '') <> ''
       AND NOT EXISTS (SELECT FROM deals d WHERE d.handoff_id = h.id)
       AND (${uuid(after)} IS NULL OR h.id > ${uuid(after)})
     ORDER BY h.id LIMIT ${MOST_DRAFTS}::int`;
}

/**
 * A draft of a sale that Baton knows: of the same type, or of its owner. One that was lost, needs no handoff or became
 * somebody else's left its draft to whoever typed in it. What was settled before the draft was begun is another sale.
 * Nor is a draft asked for whose sender has handed the account over since: it was begun anew beside it.
 */
async function withoutDeal(
  ctx: TxCtx,
  drafts: readonly Left[],
  nameless: readonly Nameless[],
): Promise<Found[]> {
  if (drafts.length === 0) return [];
  const workspaceId = ctx.workspace.id;
  const keys = drafts.map(({ accountName }) => nameKey(accountName));
  const accounts = await ctx.tx.account.findMany({
    where: { workspaceId, nameKey: { in: keys }, mergedIntoId: null },
    select: { id: true, nameKey: true },
  });
  const byKey = new Map(accounts.map(({ id, nameKey }) => [nameKey, id]));
  const placed = drafts.map((draft, n) => ({
    ...draft,
    accountId: draft.accountId ?? byKey.get(keys[n] ?? '') ?? null,
  }));
  const accountIds = placed.map(({ accountId }) => accountId).filter((id) => id !== null);
  const deals = await ctx.tx.deal.findMany({
    where: { workspaceId, accountId: { in: accountIds } },
    select: { accountId: true, ...OF_DEAL },
  });
  const sent = await ctx.tx.handoff.findMany({
    where: {
      workspaceId,
      accountId: { in: accountIds },
      state: { not: 'cancelled' },
      submittedAt: { gte: earliest(drafts) },
    },
    select: { accountId: true, senderId: true, submittedAt: true },
  });
  return placed.flatMap(({ senderId, begunAt, ...draft }, n) => {
    const isSent = sent.some(
      ({ accountId, senderId: by, submittedAt }) =>
        accountId === draft.accountId && by === senderId && submittedAt !== null && submittedAt >= begunAt,
    );
    const around = [
      ...deals.filter(({ accountId }) => accountId === draft.accountId),
      ...nameless.filter(({ nameKey }) => nameKey === keys[n]),
    ];
    const isKnown = around.some(
      ({ state, dealType, ownerId, updatedAt }) =>
        (dealType === draft.dealType || ownerId === senderId) && (!isClosed(state) || updatedAt >= begunAt),
    );
    return isKnown || isSent ? [] : [draft];
  });
}

function earliest(drafts: readonly Left[]): Date {
  return new Date(Math.min(...drafts.map(({ begunAt }) => begunAt.getTime())));
}
