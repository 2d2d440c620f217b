import type { AccountRow } from './account-row.ts';
import { spellingsOfId } from './external-id.ts';
import type { AccountValues } from './provenance.ts';

/** An account that exists, or that an earlier row makes. */
export interface KnownAccount {
  id: string;
  name: string;
  nameKey: string;
  domain: string | null;
  externalIds: string[];
  /** As it is stored; null while only a row speaks of it. */
  stored: StoredAccount | null;
  /** The row that has spoken for it. */
  line?: number;
}

export interface StoredAccount extends AccountValues {
  id: string;
  name: string;
  nameKey: string;
  externalIds: string[];
  /** `lane:member id`, sorted. */
  coOwners: string[];
  verified: boolean;
}

/** A row with its place in the file or request, and the id that its account gets if it makes one. */
export interface NumberedRow extends AccountRow {
  line: number;
  id: string;
}

export interface AccountIndex {
  byId: Map<string, KnownAccount>;
  byExternalId: Map<string, KnownAccount>;
  byDomain: Map<string, Set<KnownAccount>>;
  byName: Map<string, KnownAccount>;
  /** Domains and names of accounts that were merged; they stand in the maps above for what these became. */
  merged: { domains: Set<string>; names: Set<string> };
}

export function emptyIndex(): AccountIndex {
  return {
    byId: new Map(),
    byExternalId: new Map(),
    byDomain: new Map(),
    byName: new Map(),
    merged: { domains: new Set(), names: new Set() },
  };
}

export function addToIndex(index: AccountIndex, account: KnownAccount): void {
  index.byId.set(account.id, account);
  index.byName.set(account.nameKey, account);
  for (const id of account.externalIds.flatMap(spellingsOfId)) index.byExternalId.set(id, account);
  if (account.domain) addDomain(index, account.domain, account);
}

/** What was merged into `account` was called so: it is found by it too. */
export function addMerged(
  index: AccountIndex,
  account: KnownAccount,
  was: { nameKey: string; domain: string | null },
): void {
  index.merged.names.add(was.nameKey);
  index.byName.set(was.nameKey, account);
  if (!was.domain) return;
  index.merged.domains.add(`${account.id} ${was.domain}`);
  addDomain(index, was.domain, account);
}

function addDomain(index: AccountIndex, domain: string, account: KnownAccount): void {
  const same = index.byDomain.get(domain);
  if (same) same.add(account);
  else index.byDomain.set(domain, new Set([account]));
}

/** What has this domain now, or had it before it was merged. */
export function withDomain(domain: string | null, index: AccountIndex): KnownAccount[] {
  if (domain === null) return [];
  const isStill = (account: KnownAccount) =>
    account.domain === domain || index.merged.domains.has(`${account.id} ${domain}`);
  return [...(index.byDomain.get(domain) ?? [])].filter(isStill);
}
