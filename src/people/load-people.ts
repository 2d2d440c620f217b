import { Prisma } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';
import { uuid, uuids } from '../platform/sql.ts';
import type { People, Person } from './person.ts';
import { SELECT_PERSON } from './person-rows.ts';

/** So far up a case climbs past who is away: lead, their manager, that one's manager, and the covers of each. */
const DEPTH = 4;

/**
 * The members asked for and who stands behind them: covers, managers and leads, and theirs in turn.
 * Ids that are unknown in the workspace are left out.
 */
export async function loadPeople(db: Db | Tx, workspaceId: string, memberIds: string[]): Promise<People> {
  if (memberIds.length === 0) return new Map();
  const rows = await db.$queryRaw<Person[]>(Prisma.sql`
    WITH RECURSIVE ring (id, depth) AS (
      SELECT asked.id, 0 FROM unnest(${uuids(new Set(memberIds))}) AS asked (id)
      UNION
      SELECT next.id, ring.depth + 1
        FROM ring JOIN members m ON m.id = ring.id AND m.workspace_id = ${uuid(workspaceId)}
       CROSS JOIN LATERAL (
               SELECT m.cover_id UNION SELECT m.manager_id UNION
               SELECT t.lead_id FROM team_members tm JOIN teams t ON t.id = tm.team_id WHERE tm.member_id = m.id
             ) AS next (id)
       WHERE ring.depth < ${DEPTH}::int AND next.id IS NOT NULL
    )
    ${SELECT_PERSON} WHERE m.workspace_id = ${uuid(workspaceId)} AND m.id IN (SELECT id FROM ring)`);
  return new Map(rows.map((person) => [person.id, person]));
}
