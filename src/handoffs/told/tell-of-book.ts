import { type DueTimer, isHurried } from '../../cases/clocks/timer.ts';
import { dm } from '../../outbox/define-message.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import type { NewMessage } from '../../outbox/message.ts';
import { answererFor, type People, type Person } from '../../people/person.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { BOOK_MESSAGES, HANDOFF_MESSAGES } from '../messages.ts';

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

/**
 * What came with a book began to wait at one moment, and its rungs come at one. Where each would be said by itself
 * (reminders that are too late for the morning, and the last rung's channel), it is said once for all of the book:
 * `books` has the id of the book of those handoffs that came with one. What somebody hurried is of one account alone.
 */
export function oncePerBook(
  messages: readonly NewMessage[],
  timers: readonly DueTimer[],
  books: ReadonlyMap<string, string>,
): NewMessage[] {
  const said = new Set<string>();
  return messages.flatMap((message) => {
    const { subject, kind, data, destination } = message;
    const bookId = subject.type === 'handoff' && books.get(subject.id);
    const timer = timers.find((one) => one.subject.id === subject.id && one.clock === data['clock']);
    const isSaidOnce = kind === HANDOFF_MESSAGES.reminder.kind || data['role'] === 'fallback_channel';
    if (!bookId || !timer || !isSaidOnce || isHurried(timer)) return [message];
    const { clock, startedAt, rungIndex, repeats } = timer;
    const thread = `book:${bookId}:${clock}:${startedAt.getTime()}:${rungIndex}:${repeats}:${destination}`;
    if (said.has(thread)) return [];
    said.add(thread);
    return [{ ...message, thread, dedupeKey: thread }];
  });
}
