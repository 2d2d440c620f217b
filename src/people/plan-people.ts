import type { Lane } from '../../prisma/generated/client.ts';
import type { CsvTable, RejectedRow } from '../platform/csv.ts';
import { fold } from '../platform/fold.ts';
import type { Directory } from './find-handles.ts';
import { type PeopleRow, readPeopleRow } from './people-row.ts';

export interface TeamRow {
  id: string;
  name: string;
  lane: Lane;
  leadId: string | null;
}

export interface PeoplePlan {
  rows: (PeopleRow & { line: number; teamId: string | undefined })[];
  newTeams: TeamRow[];
  /** Team id → who leads it from now on. */
  leads: Map<string, string>;
  rejected: RejectedRow[];
}

/** Decides row by row, in the order of the file. A team that does not exist yet is made by its first row with a lane. */
export function planPeople(
  table: CsvTable,
  directory: Directory,
  teams: readonly TeamRow[],
  newId: () => string,
): PeoplePlan {
  const byName = new Map(teams.map((team) => [fold(team.name), team]));
  const plan: PeoplePlan = { rows: [], newTeams: [], leads: new Map(), rejected: [...table.rejected] };
  const seen = new Map<string, number>();
  const leadLines = new Map<string, number>();

  for (const { line, cells, raw } of table.rows) {
    const row = readPeopleRow(cells, directory);
    const reason = 'reason' in row ? row.reason : refusal(row);
    if (reason !== null || 'reason' in row) plan.rejected.push({ line, reason: reason ?? '', raw });
    else take(row, line);
  }
  plan.rejected.sort((a, b) => a.line - b.line);
  return plan;

  function refusal(row: PeopleRow): string | null {
    const before = seen.get(keyOf(row));
    if (before !== undefined) return `repeats line ${before}`;
    if (row.team === undefined) return null;
    const team = byName.get(fold(row.team));
    if (!team && !row.lane) return `the team "${row.team}" is new and needs a lane: sales, service or cs`;
    if (team && row.lane && team.lane !== row.lane) return `the team "${team.name}" is in lane ${team.lane}`;
    const lead = team && leadLines.get(team.id);
    return row.lead && lead !== undefined ? `line ${lead} already leads "${team?.name}"` : null;
  }

  function take(row: PeopleRow, line: number): void {
    seen.set(keyOf(row), line);
    const team = row.team === undefined ? undefined : teamOf(row.team, row.lane);
    if (team && row.lead) {
      plan.leads.set(team.id, row.member.id);
      leadLines.set(team.id, line);
    }
    plan.rows.push({ ...row, line, teamId: team?.id });
  }

  function teamOf(name: string, lane: Lane | undefined): TeamRow | undefined {
    const known = byName.get(fold(name));
    if (known || !lane) return known;
    const made: TeamRow = { id: newId(), name, lane, leadId: null };
    byName.set(fold(name), made);
    plan.newTeams.push(made);
    return made;
  }
}

/** One person may be in several teams, a row each. */
function keyOf(row: PeopleRow): string {
  return `${row.member.id} ${fold(row.team ?? '')}`;
}
