import { nameKey } from '../../accounts/account.ts';
import { spelledOut, spellingsOfId } from '../../accounts/find/identity.ts';
import { dbOf, type Reading } from '../../platform/ctx.ts';
import { plusDays } from '../../time/day.ts';
import { type Deal, dealOf } from '../deal.ts';
import type { DealRow } from './deal-row.ts';
import { type MeantDeal, TOLD_WITHIN_DAYS } from './decide-deal.ts';

/** Returns the deals that these rows speak of, by key. */
export async function loadKnownDeals(
  ctx: Reading,
  rows: readonly Pick<DealRow, 'externalId'>[],
): Promise<Map<string, Deal>> {
  const ids = rows.flatMap(({ externalId }) => spellingsOfId(externalId));
  const deals = await dbOf(ctx).deal.findMany({
    where: { workspaceId: ctx.workspace.id, externalId: { in: ids } },
    orderBy: { id: 'desc' },
  });
  return new Map(deals.map((row) => [spelledOut(row.externalId ?? ''), dealOf(row)]));
}

/**
 * Finds for a deal that the CRM tells of as won the one that Baton found before: of the same account, or called the same
 * while it has none, of the same type where there is one, each once. What was found long ago and is settled is another sale.
 */
export async function loadFoundDeals(
  ctx: Reading & { now: Date },
  rows: readonly MeantDeal[],
): Promise<(row: MeantDeal, wonOn: Date | null) => Deal | undefined> {
  const won = rows.filter(({ state }) => state === 'won');
  if (won.length === 0) return () => undefined;
  const since = plusDays(ctx.now, -TOLD_WITHIN_DAYS);
  const accountIds = won.map(({ accountId }) => accountId).filter((id) => id !== null);
  const found = await dbOf(ctx).deal.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      externalId: null,
      AND: [
        { OR: [{ accountId: null }, { accountId: { in: accountIds } }] },
        { OR: [{ state: 'won' }, { createdAt: { gte: since } }] },
      ],
    },
    orderBy: { id: 'desc' },
  });
  const left = new Set(found);
  return (row, wonOn) => {
    if (row.state !== 'won' || wonOn === null || wonOn < since) return undefined;
    const called = nameKey(row.accountName);
    const fits = [...left].filter(({ accountId, accountName }) =>
      accountId === null ? nameKey(accountName) === called : accountId === row.accountId,
    );
    const taken = fits.find(({ dealType }) => dealType === row.dealType) ?? fits[0];
    if (taken) left.delete(taken);
    return taken && dealOf(taken);
  };
}
