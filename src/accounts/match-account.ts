import type { AccountRow } from './account-row.ts';

/** An account that exists, or that an earlier line of the same file makes. */
export interface KnownAccount {
  id: string;
  name: string;
  nameKey: string;
  domain: string | null;
  externalId: string | null;
  /** The line of the file that has spoken for it. */
  line?: number;
}

export interface AccountIndex {
  byExternalId: Map<string, KnownAccount>;
  byDomain: Map<string, KnownAccount[]>;
  byName: Map<string, KnownAccount>;
}

export function indexAccounts(accounts: Iterable<KnownAccount>): AccountIndex {
  const index: AccountIndex = { byExternalId: new Map(), byDomain: new Map(), byName: new Map() };
  for (const account of accounts) addToIndex(index, account);
  return index;
}

function addToIndex(index: AccountIndex, account: KnownAccount): void {
  index.byName.set(account.nameKey, account);
  if (account.externalId) index.byExternalId.set(account.externalId, account);
  if (!account.domain) return;
  const same = index.byDomain.get(account.domain);
  if (!same) index.byDomain.set(account.domain, [account]);
  else if (!same.includes(account)) same.push(account);
}

export type Match =
  | { kind: 'create'; account: KnownAccount }
  | { kind: 'update'; account: KnownAccount; renamed: boolean }
  | { kind: 'reject'; reason: string };

/**
 * Finds the row's account by external id, then domain, then name, and records in the index what the row will
 * change, so that later rows of the file are matched against it. `newId` is used when none matches.
 */
export function matchAccount(row: AccountRow, line: number, index: AccountIndex, newId: () => string): Match {
  const account = find(row, index);
  if (typeof account === 'string') return { kind: 'reject', reason: account };
  if (!account) {
    const made = { ...row, id: newId(), line };
    addToIndex(index, made);
    return { kind: 'create', account: made };
  }
  if (account.line !== undefined)
    return {
      kind: 'reject',
      reason: `is the same account as line ${account.line}; tell them apart by external_id`,
    };
  const renamed = account.nameKey !== row.nameKey;
  if (renamed && index.byName.has(row.nameKey))
    return { kind: 'reject', reason: `matches "${account.name}", and another account has this name already` };

  if (renamed) index.byName.delete(account.nameKey);
  Object.assign(account, {
    name: row.name,
    nameKey: row.nameKey,
    domain: row.domain ?? account.domain,
    externalId: row.externalId ?? account.externalId,
    line,
  });
  addToIndex(index, account);
  return { kind: 'update', account, renamed };
}

/** The account, undefined when there is none yet, or the reason why it cannot be told. */
function find(row: AccountRow, index: AccountIndex): KnownAccount | string | undefined {
  const byId = row.externalId === null ? undefined : index.byExternalId.get(row.externalId);
  if (byId) return byId;
  const other = (account: KnownAccount) =>
    row.externalId !== null && account.externalId !== null && account.externalId !== row.externalId;
  const sameDomain = row.domain === null ? [] : (index.byDomain.get(row.domain) ?? []);
  const candidates = sameDomain.filter((account) => account.domain === row.domain && !other(account));
  const byName = index.byName.get(row.nameKey);
  if (candidates.length > 1 && !(byName && candidates.includes(byName)))
    return `${candidates.length} accounts have the domain ${row.domain}; give the external_id`;
  if (candidates.length === 1 && candidates[0] !== byName) return candidates[0];
  if (byName && other(byName)) return `an account of this name has the external_id ${byName.externalId}`;
  return byName;
}
