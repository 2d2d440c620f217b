import { Prisma } from '../../../prisma/generated/client.ts';
import type { Db, Tx } from '../../platform/ctx.ts';
import { texts, uuid, uuids } from '../../platform/sql.ts';
import { nameKey } from '../account.ts';
import { domainOf, idOf, spellingsOf, spellingsOfId, tellingDomain } from '../find/identity.ts';
import {
  type AccountIndex,
  addMerged,
  addToIndex,
  type Sought,
  type StoredAccount,
} from './match-account.ts';

interface Hit {
  id: string;
  intoId: string | null;
  nameKey: string;
  domain: string | null;
}

/**
 * Adds to the index the accounts that these rows may speak of, by id, domain or name; of a domain that many share
 * the first fifty. `lock` keeps them as they are until the transaction ends. `spoken`: id → the row that an
 * earlier transaction took for it.
 */
export async function loadKnown(
  db: Db | Tx,
  workspaceId: string,
  index: AccountIndex,
  rows: readonly Sought[],
  options: { lock: boolean; spoken: ReadonlyMap<string, number> },
): Promise<void> {
  const hits = await findHits(db, workspaceId, rows);
  const survivors = hits.map(({ id, intoId }) => intoId ?? id).filter((id) => !index.byId.has(id));
  for (const stored of await loadStored(db, workspaceId, [...new Set(survivors)], options.lock)) {
    const { id, name, nameKey } = stored;
    const domain = stored.domain && domainOf(stored.domain);
    const line = options.spoken.get(id);
    const account = { id, name, nameKey, domain, externalIds: [...stored.externalIds], stored };
    addToIndex(index, line === undefined ? account : { ...account, line });
  }
  for (const { intoId, ...was } of hits) {
    const survivor = intoId === null ? undefined : index.byId.get(intoId);
    if (survivor) addMerged(index, survivor, { ...was, domain: was.domain && domainOf(was.domain) });
  }
}

function findHits(db: Db | Tx, workspaceId: string, rows: readonly Sought[]): Promise<Hit[]> {
  const parents = rows.map(({ parent }) => parent).filter((parent) => parent !== null);
  const externalIds = unique(
    [...rows.flatMap((row) => row.externalIds), ...parents.map(idOf)].flatMap(spellingsOfId),
  );
  const names = unique([...rows.map((row) => row.nameKey), ...parents.map(nameKey)]);
  const domains = unique(
    [...rows.map((row) => row.domain ?? ''), ...parents].flatMap((said) => {
      const domain = tellingDomain(said);
      return domain === null ? [] : spellingsOf(domain);
    }),
  );
  return db.$queryRaw<Hit[]>(Prisma.sql`
    WITH hits AS (
      SELECT account_id AS id FROM account_external_ids
       WHERE workspace_id = ${uuid(workspaceId)} AND external_id = ANY(${texts(externalIds)})
       UNION
      SELECT id FROM accounts WHERE workspace_id = ${uuid(workspaceId)} AND name_key = ANY(${texts(names)})
       UNION
      SELECT same.id FROM unnest(${texts(domains)}) AS wanted (domain)
       CROSS JOIN LATERAL (SELECT id FROM accounts
                            WHERE workspace_id = ${uuid(workspaceId)} AND domain = wanted.domain LIMIT 50) AS same
    )
    SELECT a.id, a.merged_into_id AS "intoId", a.name_key AS "nameKey", a.domain
      FROM hits JOIN accounts a ON a.id = hits.id AND a.workspace_id = ${uuid(workspaceId)}`);
}

/** Accounts with all that a row may set, in the order of their ids. */
export function loadStored(
  db: Db | Tx,
  workspaceId: string,
  ids: readonly string[],
  lock: boolean,
): Promise<StoredAccount[]> {
  return db.$queryRaw<StoredAccount[]>(Prisma.sql`
    SELECT a.id, a.name, a.name_key AS "nameKey", a.domain, a.segment, a.stage::text AS stage, a.plan,
           trim_scale(a.arr)::text AS arr, a.currency, a.contract_start::text AS "contractStart",
           a.renewal_on::text AS "renewalOn", a.sales_owner_id AS "salesOwnerId",
           a.service_owner_id AS "serviceOwnerId", a.cs_owner_id AS "csOwnerId", a.channel, a.verified,
           ARRAY(SELECT e.external_id FROM account_external_ids e WHERE e.account_id = a.id ORDER BY 1) AS "externalIds",
           ARRAY(SELECT o.lane || ':' || o.member_id FROM account_co_owners o WHERE o.account_id = a.id
                  ORDER BY 1) AS "coOwners"
      FROM accounts a
     WHERE a.workspace_id = ${uuid(workspaceId)} AND a.id = ANY(${uuids(ids)})
     ORDER BY a.id ${lock ? Prisma.sql`FOR NO KEY UPDATE OF a` : Prisma.empty}`);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
