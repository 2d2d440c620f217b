import type { DueTimer } from '../cases/clocks/timer.ts';
import type { NewMessage } from '../outbox/message.ts';
import { HANDOFF_MESSAGES } from './messages.ts';

/**
 * What came with a book began to wait at one moment, and its rungs come at one. Where each would be said by itself
 * (reminders that are too late for the morning, and the last rung's channel), it is said once for all of the book:
 * `books` has the id of the book of those handoffs that came with one.
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
    if (!bookId || !timer || !isSaidOnce) return [message];
    const { clock, startedAt, rungIndex, repeats } = timer;
    const thread = `book:${bookId}:${clock}:${startedAt.getTime()}:${rungIndex}:${repeats}:${destination}`;
    if (said.has(thread)) return [];
    said.add(thread);
    return [{ ...message, thread, dedupeKey: thread }];
  });
}
