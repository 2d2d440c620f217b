import { z } from 'zod';
import { caseMessages, Entry, OF_CASE } from '../cases/told/messages.ts';
import { stillNews } from '../cases/told/still-news.ts';
import { defineMessage, NO_DATA } from '../outbox/define-message.ts';
import type { DeliveryCtx } from '../outbox/delivery.ts';
import type { Message } from '../outbox/message.ts';
import { together } from '../outbox/together.ts';
import type { Book } from './books/book.ts';
import { loadBook } from './books/load-book.ts';
import { CLOCKS, owesNext } from './handoff.ts';
import { loadEachShown, type Reader } from './read/load-details.ts';
import { AROUND_HANDOFF } from './scene.ts';

/** Whoever it was written for; without one it is in a channel. */
export function readerOf({ memberId }: Pick<Message, 'memberId'>): Reader {
  return memberId === null ? 'everyone' : { memberId };
}

/** Something that is true whatever has happened since; the view shows what is so now. */
const ofHandoff = {
  ...OF_CASE,
  data: Entry,
  load: (ctx: DeliveryCtx, { subject, memberId }: Message<unknown>) =>
    together(loadEachShown, ctx, { id: subject.id, memberId }),
};

/** What is said of handoffs. */
export const HANDOFF_MESSAGES = {
  ...caseMessages({
    type: 'handoff',
    around: AROUND_HANDOFF,
    load: loadEachShown,
    clocks: CLOCKS,
    owes: ({ owes }) => owes,
    runs: ({ clocks }, clock) => clocks.includes(clock),
    // Whoever owes the step has a message of their own: a card beside it would be the same twice.
    request: { isOpen: (handoff) => owesNext(handoff) === 'receiver' },
  }),
  card: defineMessage({ ...ofHandoff, kind: 'handoff_card', data: NO_DATA }),
  receipt: defineMessage({ ...ofHandoff, kind: 'handoff_receipt' }),
  returned: defineMessage({ ...ofHandoff, kind: 'handoff_returned', onlyLastAsks: true }),
  decide: defineMessage({ ...ofHandoff, kind: 'handoff_decide' }),
  event: defineMessage({ ...ofHandoff, kind: 'handoff_event', asked: stillNews }),
  amended: defineMessage({ ...ofHandoff, kind: 'handoff_amended' }),
  feedback: defineMessage({ ...ofHandoff, kind: 'handoff_feedback' }),
  proposed: defineMessage({ ...ofHandoff, kind: 'handoff_proposed' }),
};

/** Root messages under which news goes, or whose reader is asked after. */
export const HANDOFF_NEWS_UNDER = [
  HANDOFF_MESSAGES.card.kind,
  HANDOFF_MESSAGES.receipt.kind,
  HANDOFF_MESSAGES.request.kind,
  HANDOFF_MESSAGES.amended.kind,
];

const ofBook = {
  ...OF_CASE,
  load: (ctx: DeliveryCtx, { subject }: Message<unknown>): Promise<Book | null> => loadBook(ctx, subject.id),
};

/** What is said of books that are moved. */
export const BOOK_MESSAGES = {
  request: defineMessage({ ...ofBook, kind: 'book_request', data: z.object({ receiverId: z.string() }) }),
  receipt: defineMessage({ ...ofBook, kind: 'book_receipt', data: NO_DATA }),
};
