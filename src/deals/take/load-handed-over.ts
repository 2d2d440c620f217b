import { kindsWith } from '../../handoffs/kinds.ts';
import { dbOf, type Reading } from '../../platform/ctx.ts';
import { plusDays } from '../../time/day.ts';
import { type MeantDeal, TOLD_WITHIN_DAYS } from './decide-deal.ts';

/**
 * Finds for a deal that is won the handoff that its seller was faster with: of the same account, of no other deal, and
 * not of long ago; of the same type where there is one.
 */
export async function loadHandedOver(
  ctx: Reading & { now: Date },
  rows: readonly MeantDeal[],
): Promise<(row: MeantDeal) => string | null> {
  const won = rows.filter(({ state, accountId }) => state === 'won' && accountId !== null);
  const accountIds = [...new Set(won.map(({ accountId }) => accountId ?? ''))];
  if (accountIds.length === 0) return () => null;
  const db = dbOf(ctx);
  const handoffs = await db.handoff.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      accountId: { in: accountIds },
      kind: { in: kindsWith('isFromSeller') },
      state: { in: ['submitted', 'acknowledged', 'returned', 'accepted', 'finished'] },
      submittedAt: { gte: plusDays(ctx.now, -TOLD_WITHIN_DAYS) },
      deal: { is: null },
    },
    select: { id: true, accountId: true, dealType: true },
    orderBy: { submittedAt: 'desc' },
  });
  const taken = new Set<string>();
  return (row) => {
    const fits = handoffs.filter(
      ({ id, accountId }) => row.state === 'won' && !taken.has(id) && accountId === row.accountId,
    );
    const found = fits.find(({ dealType }) => dealType === row.dealType) ?? fits[0];
    if (found) taken.add(found.id);
    return found?.id ?? null;
  };
}
