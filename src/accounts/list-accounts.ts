import type { Account } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';

export const LISTED = 100;

/** The first hundred by name, without those merged into others, and how many there are in all. */
export async function listAccounts(
  db: Db | Tx,
  workspaceId: string,
  { unverified }: { unverified: boolean },
): Promise<{ accounts: (Account & { externalIds: { externalId: string }[] })[]; total: number }> {
  const where = { workspaceId, mergedIntoId: null, ...(unverified && { verified: false }) };
  const accounts = await db.account.findMany({
    where,
    include: { externalIds: { orderBy: { externalId: 'asc' }, take: 5 } },
    orderBy: { nameKey: 'asc' },
    take: LISTED,
  });
  return { accounts, total: await db.account.count({ where }) };
}
