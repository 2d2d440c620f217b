import type { Lane, Stage } from '../../prisma/generated/client.ts';
import { LANES } from '../people/people-row.ts';
import { BadCell, oneOf } from '../platform/cell.ts';
import { quoted } from '../platform/quoted.ts';
import { isRefusal } from '../platform/refusal.ts';
import { readChannel } from '../settings/catalogue.ts';
import { readDay } from '../time/read-day.ts';
import { domainOf } from './domain.ts';
import { checkId } from './external-id.ts';
import { STAGES } from './lifecycle.ts';
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
export function list(cells: Cells, column: string): string[] {
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
export function coOwners(cells: Cells, ownerOf: OwnerOf): { lane: Lane; memberId: string }[] | null {
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

export function stage(cell: string): Stage | null {
  return cell === '' ? null : oneOf(cell, 'stage', STAGES);
}

export function money(arr: string, currencyCell: string): { arr: string | null; currency: string | null } {
  const currency = currencyCell === '' ? undefined : readCurrencyCell(currencyCell);
  if (currency === null) throw new BadCell(`currency ${quoted(currencyCell)} is not a code such as EUR`);
  if (arr === '') return { arr: null, currency: currency ?? null };
  const read = parseMoney(arr, currency);
  if (isRefusal(read)) throw new BadCell(read.message);
  return { arr: read.amount, currency: read.currency };
}

export function date(cells: Cells, column: string): string | null {
  const cell = cells[column] ?? '';
  if (cell === '') return null;
  const day = readDay(cell);
  if (typeof day === 'string') return day;
  throw new BadCell(`${column} ${quoted(cell)}: ${day.reason}`);
}

export function owner(cell: string, ownerOf: OwnerOf): string | null {
  if (cell === '') return null;
  const found = ownerOf(cell);
  if ('reason' in found) throw new BadCell(found.reason);
  return found.id;
}

export function channel(cell: string): string | null {
  if (cell === '') return null;
  const read = readChannel(cell);
  if (typeof read === 'string') return read;
  throw new BadCell(`channel ${quoted(cell)} is not a Slack channel id such as C012AB3CD`);
}
