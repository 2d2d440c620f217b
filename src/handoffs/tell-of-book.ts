import { enqueue } from '../outbox/enqueue.ts';
import type { NewMessage } from '../outbox/message.ts';
import { answererFor, type People, type Person } from '../people/person.ts';
import type { TxCtx } from '../platform/ctx.ts';

interface TellOfBook {
  bookId: string;
  people: People;
  receivers: readonly Person[];
  mover: Person;
}

/** All that one receiver gets of a book, to who stands in for them since this entry. */
export function bookRequest(bookId: string, receiver: Person, to: Person, entryId: string): NewMessage {
  const thread = `book:${bookId}:book_request:${receiver.id}:${entryId}`;
  return {
    ...{ kind: 'book_request', subject: { type: 'book', id: bookId }, memberId: to.id },
    ...{ data: { receiverId: receiver.id }, lane: to.slackUserId, thread, root: true, dedupeKey: thread },
  };
}

/** One DM to each receiver, or who answers for them, in place of one for each account; and a receipt. */
export async function tellOfBook(
  ctx: TxCtx,
  { bookId, people, receivers, mover }: TellOfBook,
): Promise<void> {
  const root = (kind: string, to: Person, mark = to.id): NewMessage => {
    const thread = `book:${bookId}:${kind}:${mark}`;
    return {
      ...{ kind, subject: { type: 'book', id: bookId }, memberId: to.id, data: { receiverId: mark } },
      ...{ lane: to.slackUserId, thread, root: true, dedupeKey: thread },
    };
  };
  await enqueue(ctx, [
    ...receivers.map((one) => root('book_request', answererFor(one, people, ctx.now), one.id)),
    root('book_receipt', mover),
  ]);
}
