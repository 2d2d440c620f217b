import { domainOf, nameKey } from './account.ts';
import {
  type AccountIndex,
  addToIndex,
  type KnownAccount,
  type NumberedRow,
  withDomain,
} from './account-index.ts';

export type Match =
  | { kind: 'create' | 'update'; account: KnownAccount; renamed: boolean }
  | { kind: 'reject'; reason: string };

/**
 * Finds the row's account by external id, then domain, then name, and records in the index what the row will
 * change, so that later rows are matched against it. `called`: what a row is called to those who sent it.
 */
export function matchAccount(row: NumberedRow, index: AccountIndex, called: string): Match {
  const account = find(row, index);
  if (typeof account === 'string') return { kind: 'reject', reason: account };
  if (!account) {
    const { id, name, nameKey, domain, externalIds, line } = row;
    const made = { id, name, nameKey, domain, externalIds: [...externalIds], stored: null, line };
    addToIndex(index, made);
    return { kind: 'create', account: made, renamed: false };
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
  account.externalIds = [...new Set([...account.externalIds, ...row.externalIds])];
  // Found by the name of one that was merged into it, it keeps its own.
  const keepsName = index.merged.names.has(row.nameKey);
  const renamed = !keepsName && account.nameKey !== row.nameKey;
  if (renamed) index.byName.delete(account.nameKey);
  if (!keepsName) Object.assign(account, { name: row.name, nameKey: row.nameKey });
  addToIndex(index, account);
  return { kind: 'update', account, renamed };
}

/** The account, undefined when there is none yet, or the reason why it cannot be told. */
function find(row: NumberedRow, index: AccountIndex): KnownAccount | string | undefined {
  const [byId, second] = new Set(
    row.externalIds.map((id) => index.byExternalId.get(id)).filter((one) => !!one),
  );
  if (byId && second)
    return `external_id names two accounts, "${byId.name}" and "${second.name}"; merge them first`;
  if (byId) return byId;
  const other = ({ externalIds }: KnownAccount) => row.externalIds.length > 0 && externalIds.length > 0;
  const candidates = withDomain(row.domain, index).filter((account) => !other(account));
  const byName = index.byName.get(row.nameKey);
  if (candidates.length > 1 && !(byName && candidates.includes(byName)))
    return `${candidates.length} accounts have the domain ${row.domain}; give the external_id`;
  if (candidates.length === 1 && candidates[0] !== byName) return candidates[0];
  if (byName && other(byName)) {
    const both = [byName.externalIds[0], ...row.externalIds].join(';');
    return `an account of this name has the external_id ${byName.externalIds.join(';')}; if it is this one, write ${both}`;
  }
  return byName;
}

/** The account that a cell names by external id, domain or name, or the reason why it cannot be told. */
export function findNamed(text: string, index: AccountIndex): KnownAccount | { reason: string } {
  const byId = index.byExternalId.get(text);
  if (byId) return byId;
  const [byDomain, second] = withDomain(domainOf(text), index);
  if (second) return { reason: `several accounts have the domain ${text}; give the external_id` };
  const found = byDomain ?? index.byName.get(nameKey(text));
  return found ?? { reason: `there is no account "${text}"` };
}
