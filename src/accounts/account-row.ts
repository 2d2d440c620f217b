import type { Lane } from '../../prisma/generated/client.ts';
import { isRefusal } from '../platform/refusal.ts';
import { checkAccountName, nameKey } from './account.ts';
import {
  BadCell,
  type Cells,
  channel,
  coOwners,
  date,
  domain,
  list,
  money,
  type OwnerOf,
  owner,
  short,
  stage,
} from './account-cells.ts';
import type { AccountValues } from './provenance.ts';

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

/** Reads one row, or answers the reason why it cannot be taken. `ownerOf` answers the id, or a reason. */
export function readAccountRow(cells: Cells, ownerOf: OwnerOf): AccountRow | { reason: string } {
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
      externalIds: list(cells, 'external_id'),
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
  // NUL is no text to PostgreSQL; such a one is found to be nobody.
  return [...single, ...several].filter((handle) => handle !== '' && !handle.includes('\u0000'));
}

function parent(cell: string): string | null {
  if (cell === '') return null;
  const name = checkAccountName(cell);
  if (isRefusal(name)) throw new BadCell(`parent: ${name.message}`);
  return name;
}
