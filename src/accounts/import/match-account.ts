import { type AccountValues, nameKey } from '../account.ts';
import { idOf, isSameCompany, spellingsOfId, tellingDomain } from '../find/identity.ts';
import type { AccountRow } from './account-row.ts';

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

/** What a row says of the account it means. */
export type Sought = Pick<AccountRow, 'name' | 'nameKey' | 'domain' | 'externalIds' | 'parent'>;

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
function withDomain(domain: string | null, index: AccountIndex): KnownAccount[] {
  if (domain === null) return [];
  const isStill = (account: KnownAccount) =>
    account.domain === domain || index.merged.domains.has(`${account.id} ${domain}`);
  return [...(index.byDomain.get(domain) ?? [])].filter(isStill);
}

export type Match =
  | { kind: 'create' | 'update'; account: KnownAccount; renamedFrom: string | null }
  | { kind: 'reject'; reason: string };

/**
 * Finds the row's account by external id, then by a domain where the names agree too (many companies may share one),
 * then by name, and records in the index what the row will
 * change, so that later rows are matched against it. `called`: what a row is called to those who sent it.
 */
export function matchAccount(row: NumberedRow, index: AccountIndex, called: string): Match {
  const account = find(row, index);
  if (typeof account === 'string') return { kind: 'reject', reason: account };
  if (!account) {
    const { id, name, nameKey, domain, externalIds, line } = row;
    const made = { id, name, nameKey, domain, externalIds: [...externalIds], stored: null, line };
    addToIndex(index, made);
    return { kind: 'create', account: made, renamedFrom: null };
  }
  if (account.line !== undefined)
    return {
      kind: 'reject',
      reason: `is the same account as ${called} ${account.line}; tell them apart by external_id`,
    };
  const holder = index.byName.get(row.nameKey);
  if (holder && holder !== account)
    return { kind: 'reject', reason: `matches "${account.name}", and another account has this name already` };

  account.line = row.line;
  account.domain = row.domain ?? account.domain;
  account.externalIds = [...account.externalIds, ...newIdsOf(row, account.externalIds)];
  // Found by the name of one that was merged into it, it keeps its own.
  const keepsName = index.merged.names.has(row.nameKey);
  const renamedFrom = !keepsName && account.nameKey !== row.nameKey ? account.name : null;
  if (renamedFrom !== null) index.byName.delete(account.nameKey);
  if (!keepsName) Object.assign(account, { name: row.name, nameKey: row.nameKey });
  addToIndex(index, account);
  return { kind: 'update', account, renamedFrom };
}

/** The account, undefined when there is none yet, or the reason why it cannot be told. */
export function find(row: Sought, index: AccountIndex): KnownAccount | string | undefined {
  const [byId, second] = new Set(
    row.externalIds
      .flatMap(spellingsOfId)
      .map((id) => index.byExternalId.get(id))
      .filter((one) => !!one),
  );
  if (byId && second)
    return `external_id names two accounts, "${byId.name}" and "${second.name}"; merge them first`;
  if (byId) return byId;
  const other = ({ externalIds }: KnownAccount) => row.externalIds.length > 0 && externalIds.length > 0;
  const domain = row.domain && tellingDomain(row.domain);
  const sharing = withDomain(domain, index).filter((account) => !other(account));
  const byName = index.byName.get(row.nameKey);
  const [named, otherNamed] = sharing.filter(({ name }) => isSameCompany(name, row.name));
  if (!byName && otherNamed)
    return `${sharing.length} accounts have the domain ${domain}; give the external_id`;
  if (!byName && named) return named;
  const [owner] = sharing;
  if (owner && !byName)
    return sharing.length > 1
      ? `${sharing.length} accounts have the domain ${domain}; give the external_id`
      : `${domain} is the domain of "${owner.name}": if this is that company, write its name, and if it is another, give both an external_id`;
  if (byName && other(byName)) {
    const both = [byName.externalIds[0], ...row.externalIds].join(';');
    return `an account of this name has the external_id ${byName.externalIds.join(';')}; if it is this one, write ${both}`;
  }
  return byName;
}

/** Those of the row that the account does not have, in any spelling. */
export function newIdsOf(row: Pick<NumberedRow, 'externalIds'>, known: readonly string[]): string[] {
  const has = new Set(known.flatMap(spellingsOfId));
  return row.externalIds.filter((id) => {
    if (has.has(id)) return false;
    for (const spelling of spellingsOfId(id)) has.add(spelling);
    return true;
  });
}

/** The account that a cell names by external id, domain or name, or the reason why it cannot be told. */
export function findNamed(text: string, index: AccountIndex): KnownAccount | { reason: string } {
  const byId = spellingsOfId(idOf(text)).flatMap((id) => index.byExternalId.get(id) ?? [])[0];
  if (byId) return byId;
  const [byDomain, second] = withDomain(tellingDomain(text), index);
  if (second) return { reason: `several accounts have the domain ${text}; give the external_id` };
  const found = byDomain ?? index.byName.get(nameKey(text));
  return found ?? { reason: `there is no account "${text}"` };
}
