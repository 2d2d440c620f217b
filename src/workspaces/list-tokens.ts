import type { ApiToken } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';

/** The tokens of a workspace, revoked ones too, by name; up to 200. */
export async function listTokens(
  db: Db | Tx,
  workspaceId: string,
): Promise<Pick<ApiToken, 'name' | 'createdAt' | 'lastUsedAt' | 'revokedAt'>[]> {
  return db.apiToken.findMany({
    where: { workspaceId },
    select: { name: true, createdAt: true, lastUsedAt: true, revokedAt: true },
    orderBy: { name: 'asc' },
    take: 200,
  });
}
