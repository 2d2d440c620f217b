import type { Stage } from '../../prisma/generated/client.ts';
import { closest } from '../platform/closest.ts';
import { isRefusal } from '../platform/refusal.ts';
import { isLocalDate } from '../time/local-date.ts';
import { checkAccountName, nameKey } from './account.ts';
import { isCurrency, parseMoney } from './money.ts';

export const ACCOUNT_COLUMNS = [
  'name',
  'domain',
  'external_id',
  'segment',
  'stage',
  'plan',
  'arr',
  'currency',
  'contract_start',
  'renewal',
  'sales_owner',
  'cs_owner',
] as const;

const STAGES: readonly Stage[] = ['land', 'adopt', 'expand', 'renew'];

/** What one row says. Null: the cell is empty, and what is known stays. */
export interface AccountRow {
  name: string;
  nameKey: string;
  domain: string | null;
  externalId: string | null;
  segment: string | null;
  stage: Stage | null;
  plan: string | null;
  arr: string | null;
  currency: string | null;
  contractStart: string | null;
  renewalOn: string | null;
  salesOwnerId: string | null;
  csOwnerId: string | null;
}

/** A cell that cannot be taken; the message is the reason shown for its row. */
class BadCell extends Error {}

/** Reads one row, or answers the reason why it cannot be taken. `ownerOf` answers the id, or a reason. */
export function readAccountRow(
  cells: Readonly<Record<string, string>>,
  ownerOf: (cell: string) => { id: string } | { reason: string },
): AccountRow | { reason: string } {
  try {
    const name = checkAccountName(cells['name'] ?? '');
    if (isRefusal(name)) throw new BadCell(name.message);
    const contractStart = date(cells, 'contract_start');
    const renewalOn = date(cells, 'renewal');
    if (contractStart && renewalOn && renewalOn < contractStart)
      throw new BadCell('renewal is before contract_start');
    return {
      name,
      nameKey: nameKey(name),
      domain: domain(cells['domain'] ?? ''),
      externalId: short(cells, 'external_id'),
      segment: short(cells, 'segment'),
      stage: stage(cells['stage'] ?? ''),
      plan: short(cells, 'plan'),
      ...money(cells['arr'] ?? '', cells['currency'] ?? ''),
      contractStart,
      renewalOn,
      salesOwnerId: owner(cells['sales_owner'] ?? '', ownerOf),
      csOwnerId: owner(cells['cs_owner'] ?? '', ownerOf),
    };
  } catch (error) {
    if (error instanceof BadCell) return { reason: error.message };
    throw error;
  }
}

function domain(cell: string): string | null {
  if (cell === '') return null;
  const host = cell
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/?#].*$/, '');
  if (host.length > 253 || !/^([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u.test(host))
    throw new BadCell(`"${cell}" is not a domain such as acme.com`);
  return host;
}

function short(cells: Readonly<Record<string, string>>, column: string): string | null {
  const cell = cells[column] ?? '';
  if ([...cell].length > 100) throw new BadCell(`${column} is longer than 100 characters`);
  if (/[\p{Cc}\p{Cs}]/u.test(cell)) throw new BadCell(`${column} has line breaks or invisible characters`);
  return cell === '' ? null : cell;
}

function stage(cell: string): Stage | null {
  if (cell === '') return null;
  const found = STAGES.find((name) => name === cell.toLowerCase());
  const near = closest(cell, STAGES);
  if (!found)
    throw new BadCell(`stage is one of ${STAGES.join(', ')}${near ? `; did you mean ${near}?` : ''}`);
  return found;
}

function money(arr: string, currencyCell: string): { arr: string | null; currency: string | null } {
  const currency = currencyCell === '' ? undefined : currencyCell.toUpperCase();
  if (currency !== undefined && !isCurrency(currency))
    throw new BadCell(`currency "${currencyCell}" is not a code such as EUR`);
  if (arr === '') return { arr: null, currency: currency ?? null };
  const read = parseMoney(arr, currency);
  if (isRefusal(read)) throw new BadCell(read.message);
  return { arr: read.amount, currency: read.currency };
}

function date(cells: Readonly<Record<string, string>>, column: string): string | null {
  const cell = cells[column] ?? '';
  if (cell === '') return null;
  const [, day, month, year] = /^(\d\d?)\.(\d\d?)\.(\d{4})$/.exec(cell) ?? [];
  const iso = day && month ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : cell;
  if (isLocalDate(iso)) return iso;
  const reason = cell.includes('/') ? 'which part is the month is not certain' : 'it is not a date';
  throw new BadCell(`${column} "${cell}": ${reason}; write it as 2027-01-31`);
}

function owner(cell: string, ownerOf: (cell: string) => { id: string } | { reason: string }): string | null {
  if (cell === '') return null;
  const found = ownerOf(cell);
  if ('reason' in found) throw new BadCell(found.reason);
  return found.id;
}
