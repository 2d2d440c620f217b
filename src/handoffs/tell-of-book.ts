import { dm } from '../outbox/define-message.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { NewMessage } from '../outbox/message.ts';
import { answererFor, type People, type Person } from '../people/person.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { BOOK_MESSAGES } from './messages.ts';

interface TellOfBook {
  bookId: string;
  people: People;
  receivers: readonly Person[];
  mover: Person;
}

const subjectOf = (bookId: string) => ({ type: 'book', id: bookId });

/** All that one receiver gets of a book, to who stands in for them since this entry. */
export function bookRequest(bookId: string, receiver: Person, to: Person, entryId?: string): NewMessage {
  const thread = ['book', bookId, 'book_request', receiver.id, ...(entryId ? [entryId] : [])].join(':');
  const data = { receiverId: receiver.id };
  return BOOK_MESSAGES.request.root({ subject: subjectOf(bookId), ...dm(to), thread, data });
}

/** One DM to each receiver, or who answers for them, in place of one for each account; and a receipt. */
export async function tellOfBook(
  ctx: TxCtx,
  { bookId, people, receivers, mover }: TellOfBook,
): Promise<void> {
  const thread = `book:${bookId}:book_receipt:${mover.id}`;
  await enqueue(ctx, [
    ...receivers.map((one) => bookRequest(bookId, one, answererFor(one, people, ctx.now))),
    BOOK_MESSAGES.receipt.root({ subject: subjectOf(bookId), ...dm(mover), thread }),
  ]);
}
