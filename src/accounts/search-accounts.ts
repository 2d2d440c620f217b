import { Prisma } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';
import { NAME_MAX, nameKey } from './account.ts';

export interface FoundAccount {
  id: string;
  name: string;
  domain: string | null;
  verified: boolean;
}

// Letters and digits are compared; these are passed over.
const PASSED_OVER = ` .,;:!?'"’‘“”\`´()[]{}<>/\\|&+-–—_*#@%~^=·•®™©`;
const MOST = 100;

/**
 * Accounts whose name begins with the text, then those that contain it; an empty text gives the first by name.
 * Punctuation, case and spacing do not matter. `limit` is at most 100.
 */
export async function searchAccounts(
  db: Db | Tx,
  workspaceId: string,
  text: string,
  limit: number,
): Promise<FoundAccount[]> {
  const wanted = searchText(text);
  const contains = `%${wanted.replace(/[\\%_]/g, '\\$&')}%`;
  return db.$queryRaw<FoundAccount[]>(Prisma.sql`
    SELECT id, name, domain, verified
      FROM (SELECT id, name, name_key, domain, verified, translate(name_key, ${PASSED_OVER}, '') AS bare
              FROM accounts WHERE workspace_id = ${workspaceId}::uuid) AS a
     WHERE bare LIKE ${contains}
     ORDER BY NOT starts_with(bare, ${wanted}), name_key
     LIMIT ${Math.min(limit, MOST)}`);
}

function searchText(text: string): string {
  const folded = nameKey(text.slice(0, NAME_MAX * 2));
  return [...folded].filter((character) => !PASSED_OVER.includes(character)).join('');
}
