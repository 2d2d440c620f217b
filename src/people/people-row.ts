import type { Lane } from '../../prisma/generated/client.ts';
import { BadCell, oneOf, saidOf } from '../platform/csv/csv.ts';
import { quoted } from '../platform/text.ts';
import { lastMinuteOf, readDay } from '../time/local-date.ts';
import { type Directory, handleOf, type Known } from './find-handles.ts';

export const PEOPLE_COLUMNS = [
  'slack_id',
  'email',
  'team',
  'lane',
  'lead',
  'manager',
  'cover',
  'away_until',
] as const;
/** What other systems call these columns. */
export const PEOPLE_ALIASES = {
  slack_id: ['user_id', 'slack_user_id', 'member_id'],
  email: ['email_address', 'mail'],
  team: ['team_name'],
  away_until: ['out_until'],
};
export const LANES: readonly Lane[] = ['sales', 'service', 'cs'];

/** What one row says. Undefined: the cell is empty, and what is known stays. Null: `none`. */
export interface PeopleRow {
  member: Known;
  team: string | undefined;
  lane: Lane | undefined;
  lead: boolean;
  managerId: string | null | undefined;
  coverId: string | null | undefined;
  awayUntil: Date | null | undefined;
}

/** Reads one row, or returns the reason why it cannot be taken. */
export function readPeopleRow(
  given: Readonly<Record<string, string>>,
  directory: Directory,
): PeopleRow | { reason: string } {
  const cells = Object.fromEntries(Object.entries(given).map(([column, cell]) => [column, saidOf(cell)]));
  try {
    const member = person(cells['slack_id'] || cells['email'] || '', directory);
    const team = cells['team']?.normalize('NFC') || undefined;
    if (team !== undefined && ([...team].length > 80 || /[\p{Cc}\p{Cs}]/u.test(team)))
      throw new BadCell('team is one line of at most 80 characters');
    if (!team && (cells['lane'] || cells['lead'])) throw new BadCell('lane and lead need a team');
    return {
      member,
      team,
      lane: lane(cells['lane'] ?? ''),
      lead: yes(cells['lead'] ?? ''),
      managerId: other(cells['manager'] ?? '', 'manager', member, directory),
      coverId: other(cells['cover'] ?? '', 'cover', member, directory),
      awayUntil: awayUntil(cells['away_until'] ?? '', member.zone),
    };
  } catch (error) {
    if (error instanceof BadCell) return { reason: error.message };
    throw error;
  }
}

function person(cell: string, directory: Directory): Known {
  if (cell === '') throw new BadCell('needs a slack_id or an email');
  const known = directory.get(handleOf(cell));
  if (!known) throw new BadCell(`nobody in this workspace is known as ${quoted(cell)}`);
  if (known.unfit !== null) throw new BadCell(`${quoted(cell).slice(1, -1)} is ${known.unfit}`);
  return known;
}

function other(cell: string, column: string, member: Known, directory: Directory): string | null | undefined {
  if (cell === '') return undefined;
  if (cell.toLowerCase() === 'none') return null;
  const known = person(cell, directory);
  if (known.id === member.id) throw new BadCell(`${column} is the person themselves`);
  return known.id;
}

function lane(cell: string): Lane | undefined {
  return cell === '' ? undefined : oneOf(cell, 'lane', LANES);
}

function yes(cell: string): boolean {
  if (/^(yes|y|true|1|x|✓|ja|oui|s[ií]|wahr|vrai|verdadero|vero)$/i.test(cell)) return true;
  if (cell === '' || /^(no|n|false|0|nein|non|falsch|faux|falso)$/i.test(cell)) return false;
  throw new BadCell('lead is yes or no');
}

/** The last day away counts whole: back at the next midnight where the person lives. */
function awayUntil(cell: string, zone: string): Date | null | undefined {
  if (cell === '') return undefined;
  if (cell.toLowerCase() === 'none') return null;
  const day = readDay(cell);
  if (typeof day !== 'string') throw new BadCell(`away_until ${quoted(cell)}: ${day.reason}`);
  return lastMinuteOf(day, zone);
}
