import type { Db } from '../platform/ctx.ts';

const SOME = 200;

/**
 * Accounts from before search had columns of its own get theirs, some at a time. From then on triggers keep them.
 * Answers how many did.
 */
export function fillSearch(db: Db): Promise<number> {
  return db.$executeRaw`
    UPDATE accounts a
       SET search_text = folded.text, search_grams = account_search_grams(folded.text)
      FROM (SELECT id, account_search_text(name_key) AS text FROM accounts
             WHERE search_text IS NULL LIMIT ${SOME}::int FOR UPDATE SKIP LOCKED) AS folded
     WHERE a.id = folded.id`;
}
