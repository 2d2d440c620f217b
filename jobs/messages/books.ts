import type { Book } from '../../src/handoffs/book.ts';
import { bookHandoffs, loadBook } from '../../src/handoffs/load-book.ts';
import { loadReadable } from '../../src/handoffs/load-pictures.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import type { DeliveryCtx, MessageKind, Rendered } from '../../src/outbox/delivery.ts';
import type { Message } from '../../src/outbox/message.ts';
import { bookReceiptMessage, bookRequestMessage } from '../../views/handoffs/book-messages.ts';
import { textIn } from './fields.ts';

/** What is said of books that are moved. */
export const BOOK_MESSAGES: Record<string, MessageKind> = {
  book_request: bookKind(async (ctx, message, book) => {
    const receiverId = textIn(message, 'receiverId');
    const receiver = book.shares.find(({ to }) => to.id === receiverId)?.to;
    if (!receiver) return null;
    const handoffs = await picturesOf(ctx, message, { bookId: book.id, receiverId });
    return bookRequestMessage(book, handoffs, { receiver, forMemberId: message.memberId ?? '' });
  }),
  book_receipt: bookKind(async (ctx, message, book) =>
    bookReceiptMessage(book, await picturesOf(ctx, message, { bookId: book.id })),
  ),
};

function bookKind(
  draw: (ctx: DeliveryCtx, message: Message, book: Book) => Promise<Rendered | null>,
): MessageKind {
  return {
    about: 'customer',
    whenUnknown: 'resend',
    async render(ctx, message) {
      const book = await loadBook(ctx, message.subject.id);
      return book && draw(ctx, message, book);
    },
  };
}

async function picturesOf(
  ctx: DeliveryCtx,
  { memberId }: Message,
  of: { bookId: string; receiverId?: string },
): Promise<HandoffPicture[]> {
  return loadReadable(ctx, await bookHandoffs(ctx, of), memberId === null ? 'everyone' : { memberId });
}
