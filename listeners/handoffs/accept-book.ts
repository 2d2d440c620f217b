import { acceptBook } from '../../src/handoffs/accept-book.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { readValue } from '../../views/kit/ids.ts';
import { plural } from '../../views/kit/text.ts';
import type { ClickHandler } from '../click.ts';

/** *Accept all*, of what is with one person of a book that was moved. */
export const acceptBookClick: ClickHandler = {
  async says(visit, { value }) {
    const { verb: bookId, rest: receiverId } = readValue(value);
    const done = await acceptBook(visit, { bookId: readId(bookId), receiverId: readId(receiverId) });
    if (isRefusal(done)) return done;
    const accepted = `${plural(done.accepted, 'account is', 'accounts are')} accepted. The first calls are next.`;
    const left = `${plural(done.left, 'other was', 'others were')} answered meanwhile.`;
    return { text: done.left > 0 ? `${accepted} ${left}` : accepted };
  },
};
