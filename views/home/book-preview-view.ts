import type { ModalView } from '@slack/types';
import type { BookAccount, BookMoved, BookShare, Left } from '../../src/handoffs/books/book.ts';
import type { PersonRef } from '../../src/people/person-ref.ts';
import { context, input, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { when } from '../kit/dates.ts';
import { textInput } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { formatMoney } from '../kit/money.ts';
import { bold, lines, listed, type Markup, md, mention, plural } from '../kit/text.ts';
import { encodePlan } from './book-state.ts';
import { HOME_CALLBACKS } from './ids.ts';
import { BOOK_NAME_SHOWN, BOOK_TITLE, namesOf, waitingBlocks } from './parts/book-words.ts';
import { saidView } from './said-view.ts';

const LARGEST_SHOWN = 3;
const NOTE_AT_MOST = 300;

export interface BookPreview {
  owner: Pick<PersonRef, 'id' | 'slackUserId'>;
  shares: (BookShare<BookAccount> & { to: Pick<PersonRef, 'slackUserId' | 'awayUntil'> })[];
  currency: string;
}

/** Who gets what, before anybody hears of it. */
export function bookPreviewView({ owner, shares, currency }: BookPreview): ModalView {
  const accounts = shares.reduce((all, share) => all + share.accounts.length, 0);
  return modal({
    callback: HOME_CALLBACKS.bookPreview,
    title: BOOK_TITLE,
    submit: 'Move',
    close: 'Close',
    metadata: encodePlan({
      fromId: owner.id,
      shares: shares.map(({ toId, accounts }) => ({ toId, accountIds: accounts.map(({ id }) => id) })),
    }),
    blocks: [
      section(
        md`${plural(accounts, 'account goes', 'accounts go')} from ${mention(owner.slackUserId)} to ${plural(shares.length, 'person', 'people')}. Nobody has heard of it yet.`,
      ),
      ...shares.map((share) => section(shareText(share, currency))),
      input({
        id: 'note',
        label: 'A line for whoever takes over',
        optional: true,
        hint: 'Everybody who gets accounts reads it.',
        element: textInput({ action: VALUE, max: NOTE_AT_MOST }),
      }),
      context(
        md`Each gets one message with all of theirs. An account, and a risk that is open there, is theirs once they accept.`,
      ),
    ],
  });
}

function shareText({ to, accounts, amount }: BookPreview['shares'][number], currency: string): Markup {
  const largest = accounts.slice(0, LARGEST_SHOWN).map(({ name }) => clip(name, BOOK_NAME_SHOWN));
  const more = accounts.length - largest.length;
  const names = more > 0 ? [...largest, `${more.toLocaleString('en-US')} more`] : largest;
  return lines([
    md`${mention(to.slackUserId)}: ${plural(accounts.length, 'account', 'accounts')}, ARR ${formatMoney(amount, currency)}`,
    ...(names.length > 0 ? [md`${listed(names)}`] : [md`There are fewer accounts than people.`]),
    ...(to.awayUntil ? [md`Away until ${when(to.awayUntil)}: whoever stands in is asked.`] : []),
  ]);
}

/** What became of it. */
export function bookMovedView({ from, shares, left }: BookMoved): ModalView {
  const accounts = shares.reduce((all, share) => all + share.accounts, 0);
  const leftFor = (why: Left['why']) => left.filter((one) => one.why === why).map(({ name }) => name);
  const [waits, gone] = [leftFor('waits'), leftFor('gone')];
  return saidView(BOOK_TITLE, [
    section(
      lines([
        md`${bold(plural(accounts, 'account', 'accounts'))} of ${mention(from)} went on:`,
        ...shares.map((share) => md`${mention(share.to)}: ${plural(share.accounts, 'account', 'accounts')}`),
      ]),
    ),
    ...waitingBlocks({ names: waits, total: waits.length }),
    ...(gone.length > 0
      ? [context(md`Not moved, since they have another CSM by now: ${namesOf(gone, gone.length)}.`)]
      : []),
    context(md`A message that keeps up with the answers is in your direct messages with Baton.`),
  ]);
}
