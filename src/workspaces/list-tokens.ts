import type { ApiToken } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';

/** The tokens of a workspace by name, those in use first, then what was revoked, the latest first; up to 200. */
export async function listTokens(
  db: Db | Tx,
  workspaceId: string,
): Promise<Pick<ApiToken, 'name' | 'createdAt' | 'lastUsedAt' | 'revokedAt'>[]> {
  return db.apiToken.findMany({
    where: { workspaceId },
    select: { name: true, createdAt: true, lastUsedAt: true, revokedAt: true },
    orderBy: [{ revokedAt: { sort: 'desc', nulls: 'first' } }, { name: 'asc' }],
    take: 200,
  });
}
