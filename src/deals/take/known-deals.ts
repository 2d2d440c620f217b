import { spelledOut, spellingsOfId } from '../../accounts/find/identity.ts';
import { dbOf, type Reading } from '../../platform/ctx.ts';
import { type Deal, dealOf } from '../deal.ts';
import type { DealRow } from './deal-row.ts';

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
