import { Prisma } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';
import { uuid, uuids } from '../platform/sql.ts';
import type { People, Person } from './person.ts';
import { SELECT_PERSON } from './person-rows.ts';

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
