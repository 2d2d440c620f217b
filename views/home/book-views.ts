import type { ModalView } from '@slack/types';
import { type BookAccount, type BookOwner, MOST_RECEIVERS } from '../../src/handoffs/books/book.ts';
import type { BookAccounts } from '../../src/home/book.ts';
import type { PersonRef } from '../../src/people/person-ref.ts';
import { input, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { multiSelect, option, select, usersSelect } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { formatMoney } from '../kit/money.ts';
import { md, mention, plural } from '../kit/text.ts';
import { encodePlan } from './book-state.ts';
import { HOME_CALLBACKS } from './ids.ts';
import { BOOK_NAME_SHOWN, BOOK_TITLE, waitingBlocks } from './parts/book-words.ts';
import { saidView } from './said-view.ts';

/** Whose book: the first of three windows, each in place of the one before. */
export function bookOwnerView(owners: readonly BookOwner[]): ModalView {
  if (owners.length === 0)
    return saidView(BOOK_TITLE, [
      section(md`None of your people looks after an account. There is nothing to move.`),
    ]);
  return modal({
    callback: HOME_CALLBACKS.bookOwner,
    title: BOOK_TITLE,
    submit: 'Next',
    close: 'Close',
    blocks: [
      section(
        md`When somebody leaves, or has too much, their accounts are passed on to other CSMs. Each account goes with a brief, and is theirs once they accept it.`,
      ),
      input({
        id: 'owner',
        label: 'Whose accounts',
        element: select({
          action: VALUE,
          placeholder: 'Pick somebody',
          options: owners.map(({ id, name, hasLeft, accounts }) =>
            option(
              id,
              `${clip(name, BOOK_NAME_SHOWN)}${hasLeft ? ', who has left' : ''}: ${plural(accounts, 'account', 'accounts')}`,
            ),
          ),
        }),
      }),
    ],
  });
}

/** Which accounts, and who takes over. */
export function bookPartsView(
  owner: Pick<PersonRef, 'id' | 'slackUserId'>,
  accounts: BookAccounts,
): ModalView {
  const { movable, total, waiting, currency } = accounts;
  if (movable.length === 0)
    return saidView(BOOK_TITLE, [
      section(md`${mention(owner.slackUserId)} has no account that could be moved now.`),
      ...waitingBlocks(waiting),
    ]);
  const more = total - movable.length;
  const sum = movable.reduce((amount, one) => amount + (one.amount ?? 0), 0);
  return modal({
    callback: HOME_CALLBACKS.bookParts,
    title: BOOK_TITLE,
    submit: 'Preview',
    close: 'Close',
    metadata: encodePlan({ fromId: owner.id, shares: [] }),
    blocks: [
      section(
        md`${mention(owner.slackUserId)} has ${plural(total, 'account', 'accounts')} to move. ${more > 0 ? `These are the ${movable.length} largest, ARR ${formatMoney(sum, currency)}: move them first, then the other ${more.toLocaleString('en-US')}.` : `ARR ${formatMoney(sum, currency)} in all.`}`,
      ),
      ...waitingBlocks(waiting),
      input({
        id: 'accounts',
        label: 'Which accounts',
        optional: true,
        hint: more > 0 ? 'Leave it empty for all that are listed.' : 'Leave it empty for all of them.',
        element: multiSelect({
          action: VALUE,
          placeholder: more > 0 ? 'All that are listed' : 'All of them',
          options: movable.map((one) => option(one.id, accountLabel(one, currency))),
        }),
      }),
      input({
        id: 'receivers',
        label: 'Who takes over',
        hint: `Up to ${MOST_RECEIVERS} CSMs. The accounts are split evenly by ARR.`,
        element: usersSelect({ action: VALUE, placeholder: 'Pick people', max: MOST_RECEIVERS }),
      }),
    ],
  });
}

const accountLabel = ({ name, amount }: BookAccount, currency: string): string =>
  `${clip(name, BOOK_NAME_SHOWN)} · ${amount === null ? 'ARR not known' : formatMoney(amount, currency)}`;
