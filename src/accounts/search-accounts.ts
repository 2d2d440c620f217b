import { Prisma } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';
import { NAME_MAX, nameKey } from './account.ts';

export interface FoundAccount {
  id: string;
  name: string;
  domain: string | null;
  verified: boolean;
}

// Letters and digits are compared; these are passed over, and with them the wildcards of LIKE.
const PASSED_OVER = ` .,;:!?'"’‘“”\`´()[]{}<>/\\|&+-–—_*#@%~^=·•®™©`;
const MOST = 100;

/**
 * Accounts whose name begins with the text, then those that contain it; an empty text gives the first by name.
 * Punctuation, case and spacing do not matter. What was merged into another is left out. `limit` is at most 100.
 */
export async function searchAccounts(
  db: Db | Tx,
  workspaceId: string,
  text: string,
  limit: number,
): Promise<FoundAccount[]> {
  const wanted = searchText(text);
  const take = Math.min(limit, MOST);
  if (wanted.length === 0)
    return db.account.findMany({
      where: { workspaceId, mergedIntoId: null },
      select: { id: true, name: true, domain: true, verified: true },
      orderBy: { nameKey: 'asc' },
      take,
    });
  // Cheap, and true of every match: the characters are there in this order. The rest is left for fewer rows.
  const inOrder = `%${wanted.join('%')}%`;
  return db.$queryRaw<FoundAccount[]>(Prisma.sql`
    WITH folded AS MATERIALIZED (
      SELECT id, name, name_key, domain, verified, translate(name_key, ${PASSED_OVER}, '') AS bare
        FROM accounts WHERE workspace_id = ${workspaceId}::uuid AND merged_into_id IS NULL AND name_key LIKE ${inOrder}
    )
    SELECT id, name, domain, verified
      FROM folded
     WHERE bare LIKE ${`%${wanted.join('')}%`}
     ORDER BY NOT starts_with(bare, ${wanted.join('')}), name_key COLLATE "C"
     LIMIT ${take}`);
}

function searchText(text: string): string[] {
  const folded = nameKey(text.slice(0, NAME_MAX * 2));
  return [...folded].filter((character) => !PASSED_OVER.includes(character));
}
