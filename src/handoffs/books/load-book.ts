import { z } from 'zod';
import { Prisma } from '../../../prisma/generated/client.ts';
import { loadPeople } from '../../people/load-people.ts';
import { type PersonRef, personRef } from '../../people/person.ts';
import { memberOf } from '../../platform/audit.ts';
import { type Db, dbOf, type Reading } from '../../platform/ctx.ts';
import { texts, uuid } from '../../platform/sql.ts';
import { stored } from '../../platform/stored.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import {
  type Book,
  type BookFacts,
  type BookOwner,
  MOST_ACCOUNTS,
  mayMoveBook,
  rolesTowardsBook,
} from './book.ts';

const EntrySchema = z.object({
  fromId: z.guid(),
  note: z.string().nullable(),
  shares: z.array(z.object({ toId: z.guid(), accounts: z.number() })),
});
type BookEntry = z.infer<typeof EntrySchema>;

/** What the history keeps of a move. */
export const BOOK_ENTRY = stored('moved book', EntrySchema);

/** Who moved whose accounts to whom; null where there was no such move, or none that can be read. */
export async function loadBookEntry(
  ctx: Reading,
  bookId: string,
): Promise<(BookEntry & { movedById: string }) | null> {
  const db = dbOf(ctx);
  const row = await db.auditEntry.findFirst({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: 'book',
      subjectId: bookId,
      action: 'book.moved',
    },
    select: { actor: true, data: true },
  });
  if (!row) return null;
  const entry = BOOK_ENTRY.read(row.data, bookId);
  const movedById = memberOf(row.actor);
  return entry && movedById ? { ...entry, movedById } : null;
}

export async function loadBook(
  ctx: { workspace: { id: string }; db: Db },
  bookId: string,
): Promise<Book | null> {
  const entry = await loadBookEntry(ctx, bookId);
  if (!entry) return null;
  const { fromId, movedById, note, shares } = entry;
  const ids = [fromId, movedById, ...shares.map(({ toId }) => toId)];
  const people = await loadPeople(ctx.db, ctx.workspace.id, ids);
  const refTo = (id: string): PersonRef => {
    const ref = personRef(people, id);
    if (!ref) throw new Error('person missing whom a book names');
    return ref;
  };
  return {
    id: bookId,
    from: refTo(fromId),
    movedBy: refTo(movedById),
    note,
    shares: shares.map(({ toId, accounts }) => ({ to: refTo(toId), accounts })),
  };
}

/** Ids of the handoffs of a move, in the order of their numbers: the largest first. With `receiverId`, of those that are with them now. */
export async function bookHandoffs(
  ctx: { workspace: { id: string }; db: Db },
  { bookId, receiverId, isOpen }: { bookId: string; receiverId?: string; isOpen?: boolean },
): Promise<string[]> {
  const rows = await ctx.db.handoff.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      bookId,
      ...(receiverId !== undefined && { receiverId }),
      ...(isOpen && { state: { in: ['submitted', 'acknowledged'] } }),
    },
    select: { id: true },
    orderBy: { number: 'asc' },
    take: MOST_ACCOUNTS,
  });
  return rows.map(({ id }) => id);
}

/** As many as a menu takes. */
const MOST = 100;

/** Whose books somebody may move: those who have left first, then who has most. With `ownerId`, that one if it is among them. */
export async function loadBookOwners(
  ctx: Reading,
  memberId: string,
  ownerId: string | null = null,
): Promise<BookOwner[]> {
  const db = dbOf(ctx);
  const workspaceId = uuid(ctx.workspace.id);
  const { admins } = (await loadSettings(db, ctx.workspace.id)).values;
  const rows = await db.$queryRaw<(BookOwner & BookFacts)[]>(Prisma.sql`
    WITH RECURSIVE me AS (
      SELECT m.*, m.is_bot OR m.is_guest OR m.is_stranger OR m.deactivated_at IS NOT NULL AS is_outsider,
             m.is_admin OR m.slack_user_id = ANY (${texts(admins)}) AS is_named_admin
        FROM members m WHERE m.id = ${uuid(memberId)} AND m.workspace_id = ${workspaceId}
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
         AND (${uuid(ownerId)} IS NULL OR a.cs_owner_id = ${uuid(ownerId)})
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
