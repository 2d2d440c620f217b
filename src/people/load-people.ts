import { type Lane, Prisma, type Routing } from '../../prisma/generated/client.ts';
import type { Ctx, Db, Tx } from '../platform/ctx.ts';
import { uuid, uuids } from '../platform/sql.ts';
import type { Settings } from '../settings/catalogue.ts';
import { readTeamCalendar, type TeamCalendar } from './calendar-of.ts';
import type { Absence, People, Person } from './person.ts';

/** Reads one `Person` per row of `members m`, teams included, in one statement. */
export const SELECT_PERSON = Prisma.sql`
  SELECT m.id, m.slack_user_id AS "slackUserId", m.name, m.zone,
         m.is_bot AS "isBot", m.is_guest AS "isGuest", m.is_stranger AS "isStranger", m.is_admin AS "isAdmin",
         m.deactivated_at AS "deactivatedAt", m.away_until AS "awayUntil",
         m.cover_id AS "coverId", m.manager_id AS "managerId", m.mutes_receipts AS "mutesReceipts",
         m.morning_minute AS "morningMinute", m.morning_moved AS "morningMoved",
         coalesce((
           SELECT jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'lane', t.lane, 'channel', t.channel,
                                               'leadId', t.lead_id, 'routing', t.routing, 'calendar', t.calendar) ORDER BY t.name)
             FROM team_members tm JOIN teams t ON t.id = tm.team_id AND t.workspace_id = m.workspace_id
            WHERE tm.member_id = m.id
         ), '[]') AS teams
    FROM members m`;

/** So far up a case climbs past who is away: lead, their manager, that one's manager, and the covers of each. */
const DEPTH = 4;

/**
 * The members asked for and who stands behind them: covers, managers and leads, and theirs in turn.
 * Ids that are unknown in the workspace are left out. Each is looked up by its id: of joins the planner would read all
 * members, since it takes the ring for large.
 */
export async function loadPeople(db: Db | Tx, workspaceId: string, memberIds: string[]): Promise<People> {
  if (memberIds.length === 0) return new Map();
  // As one value: of many rows with many columns the driver and Prisma take longer than the database.
  const [row] = await db.$queryRaw<{ people: PersonJson[] }[]>(Prisma.sql`
    WITH RECURSIVE ring (id, depth) AS (
      SELECT asked.id, 0 FROM unnest(${uuids(new Set(memberIds))}) AS asked (id)
      UNION
      SELECT next.id, ring.depth + 1
        FROM ring
       CROSS JOIN LATERAL (
               SELECT m.id, m.cover_id, m.manager_id FROM members m
                WHERE m.id = ring.id AND m.workspace_id = ${uuid(workspaceId)} OFFSET 0) AS m
       CROSS JOIN LATERAL (
               SELECT m.cover_id UNION SELECT m.manager_id UNION
               SELECT t.lead_id FROM team_members tm JOIN teams t ON t.id = tm.team_id WHERE tm.member_id = m.id
             ) AS next (id)
       WHERE ring.depth < ${DEPTH}::int AND next.id IS NOT NULL
    )
    SELECT coalesce(json_agg(person), '[]') AS people FROM (
      ${SELECT_PERSON} WHERE m.workspace_id = ${uuid(workspaceId)} AND m.id = ANY (ARRAY(SELECT id FROM ring))) AS person`);
  return new Map(row?.people.map((person) => [person.id, personOf(person)]));
}

/** Instants are text in JSON. */
type PersonJson = Omit<Person, 'deactivatedAt' | 'awayUntil'> &
  Record<'deactivatedAt' | 'awayUntil', string | null>;

function personOf(json: PersonJson): Person {
  const { deactivatedAt, awayUntil } = json;
  return {
    ...json,
    deactivatedAt: deactivatedAt === null ? null : new Date(deactivatedAt),
    awayUntil: awayUntil === null ? null : new Date(awayUntil),
  };
}

/** Returns those of these people whom Baton knows, in the order given. */
export async function loadBySlackIds(
  { db, workspace }: Ctx,
  slackUserIds: readonly string[],
): Promise<Person[]> {
  const known = await db.member.findMany({
    where: { workspaceId: workspace.id, slackUserId: { in: [...slackUserIds] } },
    select: { id: true },
  });
  const people = await loadPeople(
    db,
    workspace.id,
    known.map(({ id }) => id),
  );
  const bySlackId = new Map([...people.values()].map((person) => [person.slackUserId, person]));
  return slackUserIds.flatMap((id) => bySlackId.get(id) ?? []);
}

/** The member with this Slack id in this workspace, or null when it has not been seen yet. */
export async function memberBySlackId(
  db: Db | Tx,
  workspaceId: string,
  slackUserId: string,
): Promise<Person | null> {
  const [person] = await db.$queryRaw<Person[]>(Prisma.sql`
    ${SELECT_PERSON} WHERE m.workspace_id = ${uuid(workspaceId)} AND m.slack_user_id = ${slackUserId}`);
  return person ?? null;
}

/** Returns when this member is away, and will be; null where they are not known. */
export async function loadAbsence(
  { db, workspace, now }: { db: Db; workspace: { id: string }; now: Date },
  memberId: string,
): Promise<Absence | null> {
  const found = await db.member.findFirst({
    where: { id: memberId, workspaceId: workspace.id },
    select: { awayUntil: true, nextAwayFrom: true, nextAwayUntil: true },
  });
  if (!found) return null;
  const { awayUntil, nextAwayFrom: from, nextAwayUntil: until } = found;
  return {
    until: awayUntil && awayUntil > now ? awayUntil : null,
    next: from && until ? { from, until } : null,
  };
}

/** The zones of these members, in order; null where one is not there. */
export async function loadZones(
  { db, workspace }: { db: Db; workspace: { id: string } },
  memberIds: readonly string[],
): Promise<(string | null)[]> {
  const found = await db.member.findMany({
    where: { workspaceId: workspace.id, id: { in: [...new Set(memberIds)] } },
    select: { id: true, zone: true },
  });
  const zones = new Map(found.map(({ id, zone }) => [id, zone]));
  return memberIds.map((id) => zones.get(id) ?? null);
}

/** More would each get the same message. */
const MOST = 5;

/** Those who can set Baton up and mend it: the ones named by a setting, else Slack's own admins. At most five. */
export async function findAdmins(
  db: Db | Tx,
  workspaceId: string,
  settings: Settings,
): Promise<{ id: string; slackUserId: string }[]> {
  const named = settings.values.admins;
  return db.member.findMany({
    where: {
      workspaceId,
      deactivatedAt: null,
      isBot: false,
      isGuest: false,
      isStranger: false,
      ...(named.length > 0 ? { slackUserId: { in: named } } : { isAdmin: true }),
    },
    select: { id: true, slackUserId: true },
    orderBy: { id: 'asc' },
    take: MOST,
  });
}

/** Returns whether this member does not want to hear what becomes of handoffs they sent. */
export async function mutesReceipts(
  { db, workspace }: { db: Db; workspace: { id: string } },
  memberId: string,
): Promise<boolean> {
  const where = { id: memberId, workspaceId: workspace.id, mutesReceipts: true };
  return (await db.member.count({ where })) > 0;
}

/** Returns whether anybody of this workspace was read from Slack yet. */
export async function hasMetAnybody({ db, workspace }: Ctx): Promise<boolean> {
  const where = { workspaceId: workspace.id };
  return (await db.member.findFirst({ where, select: { id: true } })) !== null;
}

export interface TeamSummary {
  name: string;
  lane: Lane;
  channel: string | null;
  lead: string | null;
  members: number;
  routing: Routing;
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
  return teams.map(({ id, name, lane, channel, lead, routing, calendar, _count }) => ({
    name,
    lane,
    channel,
    lead: lead?.name ?? null,
    members: _count.members,
    routing,
    calendar: readTeamCalendar(calendar, id),
  }));
}
