import { Prisma } from '../../../prisma/generated/client.ts';
import type { Db, Tx } from '../../platform/ctx.ts';
import { texts, uuid, uuids } from '../../platform/sql.ts';
import { type AccountRef, nameKey } from '../account.ts';
import { idOf, spellingsOf, spellingsOfId, tellingDomain } from './identity.ts';
import type { FoundAccount } from './search-accounts.ts';

export interface Found extends FoundAccount {
  /** Id of the account that was meant, where it was merged into this one. */
  mergedId: string | null;
}

const BATCH = 500;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
type Kind = 'id' | 'externalId' | 'domain' | 'name';

/**
 * The accounts that are meant, in the order asked for: one statement per 500. For one that was merged,
 * what it became. Null where there is none; `ambiguous` where several have the domain.
 */
export async function findAccounts(
  db: Db | Tx,
  workspaceId: string,
  refs: readonly AccountRef[],
): Promise<(Found | 'ambiguous' | null)[]> {
  const answers: (Found | 'ambiguous' | null)[] = [];
  for (let from = 0; from < refs.length; from += BATCH) {
    const keys = refs.slice(from, from + BATCH).map(keysOf);
    const hits = await findKeys(db, workspaceId, keys.flat());
    for (const some of keys) {
      const [first, second] =
        some.map(({ kind, key }) => hits.get(`${kind} ${key}`)).find((all) => !!all) ?? [];
      answers.push(second ? 'ambiguous' : (first ?? null));
    }
  }
  return answers;
}

interface Key {
  kind: Kind;
  key: string;
}

function keysOf(ref: AccountRef): Key[] {
  if ('id' in ref) return UUID.test(ref.id) ? [{ kind: 'id', key: ref.id.toLowerCase() }] : [];
  if ('externalId' in ref) return idKeys(ref.externalId);
  if ('domain' in ref) return domainKeys(ref.domain);
  if ('name' in ref) return key('name', nameKey(ref.name));
  const { called } = ref;
  return [...idKeys(called), ...domainKeys(called), ...key('name', nameKey(called))];
}

function idKeys(text: string): Key[] {
  return spellingsOfId(idOf(text)).flatMap((id) => key('externalId', id));
}

/** A domain that everybody may have an address at finds nobody. */
function domainKeys(text: string): Key[] {
  const domain = tellingDomain(text);
  return domain === null ? [] : spellingsOf(domain).flatMap((spelling) => key('domain', spelling));
}

/** NUL is no text to PostgreSQL. */
function key(kind: Kind, key: string | null): Key[] {
  return key === null || key === '' || key.includes('\u0000') ? [] : [{ kind, key }];
}

async function findKeys(
  db: Db | Tx,
  workspaceId: string,
  keys: readonly Key[],
): Promise<Map<string, Found[]>> {
  const of = (kind: Kind) => [...new Set(keys.filter((one) => one.kind === kind).map((one) => one.key))];
  const rows = await db.$queryRaw<(Found & Key)[]>(Prisma.sql`
    WITH hits AS (
      SELECT 'id' AS kind, a.id::text AS key, coalesce(a.merged_into_id, a.id) AS id,
             CASE WHEN a.merged_into_id IS NOT NULL THEN a.id END AS "mergedId"
        FROM accounts a WHERE a.workspace_id = ${uuid(workspaceId)} AND a.id = ANY(${uuids(of('id'))})
       UNION ALL
      SELECT 'externalId', e.external_id, e.account_id, NULL
        FROM account_external_ids e
       WHERE e.workspace_id = ${uuid(workspaceId)} AND e.external_id = ANY(${texts(of('externalId'))})
       UNION ALL
      SELECT 'domain', wanted.domain, same.id, NULL
        FROM unnest(${texts(of('domain'))}) AS wanted (domain)
       CROSS JOIN LATERAL (SELECT DISTINCT coalesce(a.merged_into_id, a.id) AS id FROM accounts a
                            WHERE a.workspace_id = ${uuid(workspaceId)} AND a.domain = wanted.domain LIMIT 2) AS same
       UNION ALL
      SELECT 'name', a.name_key, coalesce(a.merged_into_id, a.id),
             CASE WHEN a.merged_into_id IS NOT NULL THEN a.id END
        FROM accounts a WHERE a.workspace_id = ${uuid(workspaceId)} AND a.name_key = ANY(${texts(of('name'))})
    )
    SELECT h.kind, h.key, h."mergedId", a.id, a.name, a.domain, a.verified
      FROM hits h JOIN accounts a ON a.id = h.id AND a.workspace_id = ${uuid(workspaceId)}`);
  const found = new Map<string, Found[]>();
  for (const { kind, key, ...account } of rows) {
    const same = found.get(`${kind} ${key}`);
    if (same) same.push(account);
    else found.set(`${kind} ${key}`, [account]);
  }
  return found;
}
