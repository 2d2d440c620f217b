import type { Lane, Stage } from '../../../prisma/generated/client.ts';
import { LANES } from '../../people/people-row.ts';
import { BadCell, oneOf, saidOf } from '../../platform/csv/csv.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { quoted } from '../../platform/text.ts';
import { readChannel } from '../../settings/values.ts';
import { readDay } from '../../time/local-date.ts';
import { type AccountValues, checkAccountName, nameKey } from '../account.ts';
import { checkId, domainOf } from '../find/identity.ts';
import { STAGES } from '../profile.ts';
import { parseMoney, readCurrencyCell } from './money.ts';

// Each reads one cell. An empty one is null; one that cannot be taken throws.

export type Cells = Readonly<Record<string, string>>;
export type OwnerOf = (cell: string) => { id: string } | { reason: string };

const MOST = 20;

export function domain(cell: string): string | null {
  if (cell === '') return null;
  const host = domainOf(cell);
  if (host === null) throw new BadCell(`${quoted(cell)} is not a domain such as acme.com`);
  return host;
}

export function short(cells: Cells, column: string): string | null {
  return shortText(cells[column] ?? '', column);
}

function shortText(text: string, column: string): string | null {
  if ([...text].length > 100) throw new BadCell(`${column} is longer than 100 characters`);
  if (/[\p{Cc}\p{Cs}]/u.test(text)) throw new BadCell(`${column} has line breaks or invisible characters`);
  return text === '' ? null : text;
}

/** Several with `;` between them, each once. */
function list(cells: Cells, column: string): string[] {
  const items = (cells[column] ?? '').split(';').map((item) => shortText(item.trim(), column));
  const said = [...new Set(items.filter((item) => item !== null))];
  if (said.length > MOST) throw new BadCell(`${column} names more than ${MOST}`);
  return said;
}

/** Ids of other systems. */
export function ids(cells: Cells, column: string): string[] {
  const said = list(cells, column).map((item) => checkId(item, column));
  if (said.some((id) => /^0+$/.test(id))) throw new BadCell(`${column} "0" is no id`);
  return [...new Set(said)];
}

/** `ana@x;sales:bo@x`: without a lane, CS. */
function coOwners(cells: Cells, ownerOf: OwnerOf): { lane: Lane; memberId: string }[] | null {
  const found = list(cells, 'co_owners').map((item) => {
    const [, prefix, handle = item] = /^([^:@<]*):(.*)$/s.exec(item) ?? [];
    const lane = prefix === undefined ? 'cs' : LANES.find((name) => name === prefix.trim().toLowerCase());
    if (!lane)
      throw new BadCell(`co_owners: ${quoted(prefix ?? '')} is not a lane; write ${LANES.join(', ')}`);
    const memberId = owner(handle.trim(), ownerOf);
    if (!memberId) throw new BadCell(`co_owners: ${quoted(item)} names nobody`);
    return { lane, memberId };
  });
  const once = new Map(found.map((one) => [`${one.lane}:${one.memberId}`, one]));
  return once.size === 0 ? null : [...once.values()];
}

function stage(cell: string): Stage | null {
  return cell === '' ? null : oneOf(cell, 'stage', STAGES);
}

/** Reads an amount and its currency. */
export function money(arr: string, currencyCell: string): { arr: string | null; currency: string | null } {
  const currency = currencyCell === '' ? undefined : readCurrencyCell(currencyCell);
  if (currency === null) throw new BadCell(`currency ${quoted(currencyCell)} is not a code such as EUR`);
  if (arr === '') return { arr: null, currency: currency ?? null };
  const read = parseMoney(arr, currency);
  if (isRefusal(read)) throw new BadCell(read.message);
  return { arr: read.amount, currency: read.currency };
}

/** Reads a day, YYYY-MM-DD. */
export function date(cells: Cells, column: string): string | null {
  const cell = cells[column] ?? '';
  if (cell === '') return null;
  const day = readDay(cell);
  if (typeof day === 'string') return day;
  throw new BadCell(`${column} ${quoted(cell)}: ${day.reason}`);
}

function owner(cell: string, ownerOf: OwnerOf): string | null {
  if (cell === '') return null;
  const found = ownerOf(cell);
  if ('reason' in found) throw new BadCell(found.reason);
  return found.id;
}

function channel(cell: string): string | null {
  if (cell === '') return null;
  const read = readChannel(cell);
  if (typeof read === 'string') return read;
  throw new BadCell(`channel ${quoted(cell)} is not a Slack channel id such as C012AB3CD`);
}

/** What other systems call these columns. */
export const ACCOUNT_ALIASES = {
  name: ['account_name', 'company_name', 'customer_name'],
  domain: ['website', 'web_site', 'company_domain_name'],
  external_id: ['account_id', 'crm_id', 'record_id'],
  renewal: ['renewal_date'],
  contract_start: ['contract_start_date'],
  parent: ['parent_account'],
};

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
  'service_owner',
  'co_owners',
  'channel',
  'parent',
] as const;

/** What one row says. Null: the cell is empty, and what is known stays. */
export interface AccountRow extends AccountValues {
  name: string;
  nameKey: string;
  /** In other systems. They are added to those known. */
  externalIds: string[];
  /** All of them from now on. */
  coOwners: { lane: Lane; memberId: string }[] | null;
  /** External id, domain or name of the account above this one. */
  parent: string | null;
}

/** Reads one row, or returns the reason why it cannot be taken. `ownerOf` returns the id, or a reason. */
export function readAccountRow(given: Cells, ownerOf: OwnerOf): AccountRow | { reason: string } {
  const cells = Object.fromEntries(Object.entries(given).map(([column, cell]) => [column, saidOf(cell)]));
  try {
    checkNoFooter(cells);
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
      externalIds: ids(cells, 'external_id'),
      segment: short(cells, 'segment'),
      stage: stage(cells['stage'] ?? ''),
      plan: short(cells, 'plan'),
      ...money(cells['arr'] ?? '', cells['currency'] ?? ''),
      contractStart,
      renewalOn,
      salesOwnerId: owner(cells['sales_owner'] ?? '', ownerOf),
      serviceOwnerId: owner(cells['service_owner'] ?? '', ownerOf),
      csOwnerId: owner(cells['cs_owner'] ?? '', ownerOf),
      coOwners: coOwners(cells, ownerOf),
      channel: channel(cells['channel'] ?? ''),
      parent: parent(cells['parent'] ?? ''),
    };
  } catch (error) {
    if (error instanceof BadCell) return { reason: error.message };
    throw error;
  }
}

/** The handles in the cells of a row, for looking them all up at once. */
export function handlesIn(cells: Cells): string[] {
  const single = ['sales_owner', 'service_owner', 'cs_owner'].map((column) => cells[column] ?? '');
  const several = (cells['co_owners'] ?? '').split(';').map((item) => item.replace(/^[^:@<]*:/s, '').trim());
  return [...single, ...several].filter((handle) => handle !== '');
}

const FOOTER =
  /^(?:copyright (?:\(c\)|©) ?\d{4}|confidential information - do not distribute|generated by:|filtered by:|as of \d{4})/i;
const TOTAL =
  /^(?:grand |sub)?(?:totals?|sum|summe|gesamt(?:summe|ergebnis)?|total g[eé]n[eé]ral)(?: \(.*\)|:.*)?$/i;

/** The foot of a report is no customer, and neither is its sum. */
function checkNoFooter(cells: Cells): void {
  const name = cells['name'] ?? '';
  const others = Object.entries(cells).filter(([column, cell]) => column !== 'name' && cell !== '');
  if (FOOTER.test(name) && others.length === 0) throw new BadCell('is the foot of a report and no account');
  if (TOTAL.test(name) && others.every(([column]) => column === 'arr' || column === 'currency'))
    throw new BadCell('is a total and no account; where it is one, give its domain or external_id');
}

function parent(cell: string): string | null {
  if (cell === '') return null;
  checkId(cell, 'parent');
  const name = checkAccountName(cell);
  if (isRefusal(name)) throw new BadCell(`parent: ${name.message}`);
  return name;
}
