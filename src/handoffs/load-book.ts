import { z } from 'zod';
import { loadPeople } from '../people/load-people.ts';
import { type PersonRef, personRef } from '../people/person.ts';
import { memberOf } from '../platform/audit.ts';
import { type Db, dbOf, type Reading } from '../platform/ctx.ts';
import { stored } from '../platform/stored.ts';
import { type Book, MOST_ACCOUNTS } from './book.ts';

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
    if (!ref) throw new Error('A book names a person who is not in the people table');
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
