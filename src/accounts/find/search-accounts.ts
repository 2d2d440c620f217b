import { type Account, Prisma } from '../../../prisma/generated/client.ts';
import type { Db, Tx } from '../../platform/ctx.ts';
import { uuid } from '../../platform/sql.ts';
import type { Served } from '../../workspaces/served.ts';
import { NAME_MAX, nameKey } from '../account.ts';

export interface FoundAccount {
  id: string;
  name: string;
  domain: string | null;
  verified: boolean;
}

/** `whole`: the text is the name, but for accents, punctuation, case and spacing. */
export type SearchedAccount = FoundAccount & { whole: boolean };

const MOST = 100;
/** Of more that contain a text, some are sorted: whoever types on gets the others. */
const CONTAINING = 1_000;

/**
 * Accounts whose name begins with the text, then those that contain it; an empty text gives the first by name.
 * Accents, punctuation, case and spacing do not matter, and a single character is looked for at the beginning alone.
 * What was merged into another is left out. `limit` is at most 100.
 */
export async function searchAccounts(
  db: Db | Tx,
  workspaceId: string,
  text: string,
  limit: number,
): Promise<SearchedAccount[]> {
  const take = Math.min(limit, MOST);
  // NUL is no text to PostgreSQL.
  const key = nameKey(text.slice(0, NAME_MAX * 2).replaceAll('\u0000', ''));
  const wanted = Prisma.sql`account_search_text(${key})`;
  const here = Prisma.sql`a.workspace_id = ${uuid(workspaceId)} AND a.merged_into_id IS NULL`;
  return db.$queryRaw<SearchedAccount[]>(Prisma.sql`
    WITH beginning AS (
      SELECT a.id, a.search_text AS text FROM accounts a
       WHERE ${here} AND a.search_text >= ${wanted} AND a.search_text < ${wanted} || chr(1114111)
       ORDER BY a.search_text LIMIT ${take}::int
    ), containing AS (
      SELECT a.id, a.search_text AS text FROM accounts a
       WHERE (SELECT count(*) FROM beginning) < ${take}::int AND ${here} AND length(${wanted}) > 1
         AND a.search_grams @> account_search_grams(${wanted})
         AND strpos(a.search_text, ${wanted}) > 1
       LIMIT ${CONTAINING}::int
    ), left_over AS (
      SELECT a.id, account_search_text(a.name_key) AS text FROM accounts a
       WHERE ${here} AND a.search_text IS NULL AND strpos(account_search_text(a.name_key), ${wanted}) > 0
       LIMIT ${CONTAINING}::int
    ), fitting AS (
      SELECT * FROM beginning UNION ALL SELECT * FROM containing UNION ALL SELECT * FROM left_over
    )
    SELECT a.id, a.name, a.domain, a.verified, f.text = ${wanted} AS whole
      FROM (SELECT id, text FROM fitting
             ORDER BY NOT starts_with(text, ${wanted}), text COLLATE "C", id LIMIT ${take}::int) AS f
      JOIN accounts a ON a.id = f.id
     ORDER BY NOT starts_with(f.text, ${wanted}), f.text COLLATE "C", f.id`);
}

const LISTED = 100;

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
