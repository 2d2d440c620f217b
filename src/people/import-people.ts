import { audit } from '../platform/audit.ts';
import type { CsvTable, RejectedRow } from '../platform/csv.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import { instant, uuid } from '../platform/sql.ts';
import { transact } from '../platform/transact.ts';
import { findHandles } from './find-handles.ts';
import { type PeoplePlan, planPeople } from './plan-people.ts';

export interface PeopleImport {
  imported: number;
  teamsCreated: string[];
  rejected: RejectedRow[];
}

const CHUNK = 500;
const MOST_TEAMS = 2_000;

/**
 * Takes the good rows of a file, in chunks that stand on their own, and answers the others with a reason.
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
