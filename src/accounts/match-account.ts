import { nameKey } from './account.ts';
import {
  type AccountIndex,
  addToIndex,
  type KnownAccount,
  type NumberedRow,
  withDomain,
} from './account-index.ts';
import { tellingDomain } from './domain.ts';
import { idOf, spellingsOfId } from './external-id.ts';
import { isSameCompany } from './same-company.ts';

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
function find(row: NumberedRow, index: AccountIndex): KnownAccount | string | undefined {
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
