import { acceptBook } from '../../src/handoffs/accept-book.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { readValue } from '../../views/handoffs/ids.ts';
import { plural } from '../../views/kit/text.ts';
import type { ClickHandler } from '../click.ts';

const ID = /^[0-9a-f-]{36}$/;

/** *Accept all*, of what is with one person of a book that was moved. */
export const acceptBookClick: ClickHandler = {
  async says(visit, { value }) {
    const { verb: bookId, rest: receiverId } = readValue(value);
    if (!ID.test(bookId) || !ID.test(receiverId)) throw new Error('No book stands behind this button');
    const done = await acceptBook(visit, { bookId, receiverId });
    if (isRefusal(done)) return done;
    const accepted = `${plural(done.accepted, 'account is', 'accounts are')} accepted. The first calls are next.`;
    const left = `${plural(done.left, 'other was', 'others were')} answered meanwhile.`;
    return { text: done.left > 0 ? `${accepted} ${left}` : accepted };
  },
};
