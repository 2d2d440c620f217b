import type { Lane } from '../../prisma/generated/client.ts';
import { audit } from '../platform/audit.ts';
import type { CsvTable, RejectedRow } from '../platform/csv/csv.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import { instant, uuid } from '../platform/sql.ts';
import { fold } from '../platform/text.ts';
import { transact } from '../platform/transact.ts';
import { type Directory, findHandles } from './find-handles.ts';
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
function planPeople(
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

export interface PeopleImport {
  imported: number;
  teamsCreated: string[];
  rejected: RejectedRow[];
}

const CHUNK = 500;
const MOST_TEAMS = 2_000;

/**
 * Takes the good rows of a file, in chunks that stand on their own, and returns the others with a reason.
 * People must be known from Slack; teams are made as they appear. A person is added to a team and never taken out
 * of one. An empty cell leaves what is known, `none` clears it.
 */
export async function importPeople(
  ctx: Ctx,
  table: CsvTable,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<PeopleImport> {
  const workspaceId = ctx.workspace.id;
  const handles = table.rows.flatMap(({ cells }) =>
    ['slack_id', 'email', 'manager', 'cover'].map((column) => cells[column] ?? ''),
  );
  const directory = await findHandles(ctx.db, workspaceId, handles);
  const teams = await ctx.db.team.findMany({
    where: { workspaceId },
    select: { id: true, name: true, lane: true, leadId: true },
    orderBy: { name: 'asc' },
    take: MOST_TEAMS,
  });
  const plan = planPeople(table, directory, teams, () => newId(ctx.now));

  if (plan.newTeams.length > 0) await transact(ctx, (ctx) => createTeams(ctx, plan));
  for (let from = 0; from < plan.rows.length; from += CHUNK) {
    const rows = plan.rows.slice(from, from + CHUNK);
    await transact(ctx, (ctx) => writePeople(ctx, rows));
    onProgress(from + rows.length, plan.rows.length);
  }
  if (plan.leads.size > 0) await transact(ctx, (ctx) => setLeads(ctx, plan.leads));
  const teamsCreated = plan.newTeams.map(({ name }) => name);
  return { imported: plan.rows.length, teamsCreated, rejected: plan.rejected };
}

async function createTeams(ctx: TxCtx, plan: PeoplePlan): Promise<void> {
  const teams = plan.newTeams.map((team) => ({ ...team, workspaceId: ctx.workspace.id, createdAt: ctx.now }));
  await ctx.tx.team.createMany({ data: teams });
  await audit(ctx, {
    subject: { type: 'workspace', id: ctx.workspace.id },
    action: 'teams.imported',
    data: { teams: teams.map(({ id }) => id) },
  });
}

async function writePeople(ctx: TxCtx, rows: PeoplePlan['rows']): Promise<void> {
  const changes = new Map<string, Record<string, unknown>>();
  for (const { member, managerId, coverId, awayUntil } of rows) {
    const said = Object.entries({ managerId, coverId, awayUntil }).filter(([, value]) => value !== undefined);
    changes.set(member.id, { id: member.id, ...changes.get(member.id), ...Object.fromEntries(said) });
  }
  // `?`: whether the object has the key at all. Null is said too, and clears.
  await ctx.tx.$executeRaw`
    UPDATE members AS m
       SET manager_id = CASE WHEN c ? 'managerId' THEN (c ->> 'managerId')::uuid ELSE m.manager_id END,
           cover_id = CASE WHEN c ? 'coverId' THEN (c ->> 'coverId')::uuid ELSE m.cover_id END,
           away_until = CASE WHEN c ? 'awayUntil' THEN (c ->> 'awayUntil')::timestamptz ELSE m.away_until END,
           away_since = CASE WHEN c ->> 'awayUntil' IS NULL OR m.away_until > ${instant(ctx.now)} THEN m.away_since
                             ELSE ${instant(ctx.now)} END,
           absences = m.absences + 1, updated_at = ${instant(ctx.now)}
      FROM jsonb_array_elements(${JSON.stringify([...changes.values()])}::jsonb) AS c
     WHERE m.id = (c ->> 'id')::uuid AND m.workspace_id = ${uuid(ctx.workspace.id)}`;
  const places = rows.flatMap(({ teamId, member }) => (teamId ? [{ teamId, memberId: member.id }] : []));
  if (places.length > 0) await ctx.tx.teamMember.createMany({ data: places, skipDuplicates: true });
  await audit(ctx, {
    subject: { type: 'workspace', id: ctx.workspace.id },
    action: 'people.imported',
    data: { members: [...changes.keys()] },
  });
}

async function setLeads(ctx: TxCtx, leads: ReadonlyMap<string, string>): Promise<void> {
  const rows = [...leads].map(([id, leadId]) => ({ id, leadId }));
  await ctx.tx.$executeRaw`
    UPDATE teams AS t SET lead_id = l."leadId"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS l (id uuid, "leadId" uuid)
     WHERE t.id = l.id AND t.workspace_id = ${uuid(ctx.workspace.id)}`;
}
