import { z } from 'zod';
import { loadPeople } from '../people/load-people.ts';
import { type PersonRef, personRef } from '../people/person-ref.ts';
import type { Db, Tx } from '../platform/ctx.ts';
import { type Book, MOST_ACCOUNTS } from './book.ts';

type Reading = { workspace: { id: string } } & ({ db: Db } | { tx: Tx });

const EntrySchema = z.object({
  fromId: z.string(),
  note: z.string().nullable(),
  shares: z.array(z.object({ toId: z.string(), accounts: z.number() })),
});
const ActorSchema = z.object({ memberId: z.string() });

export type BookEntry = z.infer<typeof EntrySchema>;

/** Who moved whose accounts to whom; null where there was no such move. */
export async function loadBookEntry(
  ctx: Reading,
  bookId: string,
): Promise<(BookEntry & { movedById: string }) | null> {
  const db = 'tx' in ctx ? ctx.tx : ctx.db;
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
  return { ...EntrySchema.parse(row.data), movedById: ActorSchema.parse(row.actor).memberId };
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
