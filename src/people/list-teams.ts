import type { Lane } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';
import { readTeamCalendar, type TeamCalendar } from './team-calendar.ts';

export interface TeamSummary {
  name: string;
  lane: Lane;
  channel: string | null;
  lead: string | null;
  members: number;
  calendar: TeamCalendar | null;
}

/** The teams of a workspace by name, up to 500. */
export async function listTeams(db: Db | Tx, workspaceId: string): Promise<TeamSummary[]> {
  const teams = await db.team.findMany({
    where: { workspaceId },
    include: { lead: { select: { name: true } }, _count: { select: { members: true } } },
    orderBy: { name: 'asc' },
    take: 500,
  });
  return teams.map(({ id, name, lane, channel, lead, calendar, _count }) => ({
    name,
    lane,
    channel,
    lead: lead?.name ?? null,
    members: _count.members,
    calendar: readTeamCalendar(calendar, id),
  }));
}
