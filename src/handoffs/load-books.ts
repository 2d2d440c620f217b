import { Prisma } from '../../prisma/generated/client.ts';
import { dbOf, type Reading } from '../platform/ctx.ts';
import { loadSettings } from '../settings/load-settings.ts';
import type { BookOwner } from './book.ts';
import { type BookFacts, mayMoveBook, rolesTowardsBook } from './book-rights.ts';

/** As many as a menu takes. */
const MOST = 100;

/** Whose books somebody may move: those who have left first, then who has most. With `ownerId`, that one if it is among them. */
export async function loadBookOwners(
  ctx: Reading,
  memberId: string,
  ownerId: string | null = null,
): Promise<BookOwner[]> {
  const db = dbOf(ctx);
  const workspaceId = Prisma.sql`${ctx.workspace.id}::uuid`;
  const { admins } = (await loadSettings(db, ctx.workspace.id)).values;
  const rows = await db.$queryRaw<(BookOwner & BookFacts)[]>(Prisma.sql`
    WITH RECURSIVE me AS (
      SELECT m.*, m.is_bot OR m.is_guest OR m.is_stranger OR m.deactivated_at IS NOT NULL AS is_outsider,
             m.is_admin OR m.slack_user_id = ANY (${admins}::text[]) AS is_named_admin
        FROM members m WHERE m.id = ${memberId}::uuid AND m.workspace_id = ${workspaceId}
    ), below (id) AS (
      SELECT m.id FROM me JOIN members m ON m.manager_id = me.id AND m.workspace_id = ${workspaceId}
      UNION
      SELECT m.id FROM below JOIN members m ON m.manager_id = below.id AND m.workspace_id = ${workspaceId}
    ), led AS (
      SELECT tm.member_id AS id, bool_or(l.id = me.id) AS own, bool_or(l.manager_id = me.id) AS managed
        FROM me JOIN members l ON (l.id = me.id OR l.manager_id = me.id) AND l.workspace_id = ${workspaceId}
        JOIN teams t ON t.lead_id = l.id AND t.workspace_id = ${workspaceId}
        JOIN team_members tm ON tm.team_id = t.id GROUP BY tm.member_id
    ), books AS (
      SELECT a.cs_owner_id AS id, count(*)::int AS accounts FROM accounts a
       WHERE a.workspace_id = ${workspaceId} AND a.merged_into_id IS NULL AND a.cs_owner_id IS NOT NULL
         AND (${ownerId}::uuid IS NULL OR a.cs_owner_id = ${ownerId}::uuid)
       GROUP BY a.cs_owner_id
    )
    SELECT o.id, o.slack_user_id AS "slackUserId", o.name, o.deactivated_at IS NOT NULL AS "hasLeft", books.accounts,
           me.is_outsider AS "isOutsider", me.is_named_admin AS "isAdmin", o.id = me.id AS "isSelf",
           o.id IN (SELECT below.id FROM below WHERE below.id <> me.id) AS "isManager",
           coalesce(led.own, false) AS "leadsTeam", coalesce(led.managed, false) AS "managesLead"
      FROM me CROSS JOIN books JOIN members o ON o.id = books.id AND o.workspace_id = ${workspaceId}
      LEFT JOIN led ON led.id = o.id
     WHERE me.is_named_admin OR led.id IS NOT NULL OR o.id IN (SELECT below.id FROM below)
     ORDER BY o.deactivated_at IS NULL, books.accounts DESC, o.name, o.id LIMIT ${MOST}::int`);
  return rows
    .filter((row) => mayMoveBook(rolesTowardsBook(row)))
    .map(({ id, slackUserId, name, hasLeft, accounts }) => ({ id, slackUserId, name, hasLeft, accounts }));
}
