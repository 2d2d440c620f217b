import type { Db } from '../platform/ctx.ts';
import type { Served } from '../workspaces/served.ts';

const SOME = 200;

/**
 * Accounts from before search had columns of its own get theirs, some at a time. From then on triggers keep them.
 * Returns how many did.
 */
export function fillSearch({ db, served }: { db: Db; served: Served }): Promise<number> {
  return db.$executeRaw`
    UPDATE accounts a
       SET search_text = folded.text, search_grams = account_search_grams(folded.text)
      FROM (SELECT a.id, account_search_text(a.name_key) AS text
              FROM accounts a JOIN ${served.active} w ON w.id = a.workspace_id
             WHERE a.search_text IS NULL LIMIT ${SOME}::int FOR UPDATE OF a SKIP LOCKED) AS folded
     WHERE a.id = folded.id`;
}
