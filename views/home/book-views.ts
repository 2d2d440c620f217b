import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import {
  type BookAccount,
  type BookMoved,
  type BookOwner,
  type BookShare,
  type Left,
  MOST_RECEIVERS,
} from '../../src/handoffs/books/book.ts';
import type { BookAccounts } from '../../src/home/my-accounts.ts';
import type { PersonRef } from '../../src/people/person.ts';
import { readId, readState } from '../../src/platform/outdated.ts';
import { context, input, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { when } from '../kit/dates.ts';
import { multiSelect, option, select, textInput, usersSelect } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { formatMoney } from '../kit/money.ts';
import { bold, lines, listed, type Markup, md, mention, plural } from '../kit/text.ts';
import { saidView } from './frame.ts';
import { HOME_CALLBACKS } from './ids.ts';

/** Of each window. */
const BOOK_TITLE = 'Move accounts';
const BOOK_NAME_SHOWN = 40;
const NAMED = 10;

/** What another CSM was asked to take already, and is not asked twice for. */
function waitingBlocks({ names, total }: BookAccounts['waiting']): KnownBlock[] {
  if (total === 0) return [];
  return [context(md`Skipped, already offered to another CSM: ${namesOf(names, total)}`)];
}

/** The first of them, and how many more. */
function namesOf(names: readonly string[], total: number): string {
  const shown = names.slice(0, NAMED).map((name) => clip(name, BOOK_NAME_SHOWN));
  const more = total - shown.length;
  return listed(more > 0 ? [...shown, `${more.toLocaleString('en-US')} more`] : shown);
}

/** Who gets which accounts, as it was shown before it is done. */
export interface BookPlan {
  fromId: string;
  shares: { toId: string; accountIds: string[] }[];
}

const ShortSchema = z.tuple([z.string(), z.array(z.string())]);

/** In few characters: a hundred ids do not fit into a window's metadata as they are written. */
export function encodePlan({ fromId, shares }: BookPlan): string {
  const parts = shares.map(({ toId, accountIds }) => [toId, ...accountIds].map(short).join(''));
  return JSON.stringify([short(fromId), parts]);
}

/** Throws Outdated on anything that was not written by `encodePlan`. */
export function decodePlan(text: string): BookPlan {
  const [from, parts] = readState(ShortSchema, text);
  return {
    fromId: long(from),
    shares: parts.map((part) => {
      const [toId = '', ...accountIds] = (part.match(/.{1,22}/g) ?? []).map(long);
      return { toId, accountIds };
    }),
  };
}

const short = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

function long(text: string): string {
  const hex = Buffer.from(text, 'base64url').toString('hex');
  return readId(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.*)$/, '$1-$2-$3-$4-$5'));
}

/** Whose book: the first of three windows, each in place of the one before. */
export function bookOwnerView(owners: readonly BookOwner[]): ModalView {
  if (owners.length === 0)
    return saidView(BOOK_TITLE, [
      section(md`None of your people owns an account, so there is nothing to move.`),
    ]);
  return modal({
    callback: HOME_CALLBACKS.bookOwner,
    title: BOOK_TITLE,
    submit: 'Next',
    close: 'Cancel',
    blocks: [
      section(
        md`Move accounts to other CSMs when someone leaves or has too many. Each account goes with a brief, and changes owner when they accept it.`,
      ),
      input({
        id: 'owner',
        label: 'Current owner',
        element: select({
          action: VALUE,
          placeholder: 'Pick a CSM',
          options: owners.map(({ id, name, hasLeft, accounts }) =>
            option(
              id,
              `${clip(name, BOOK_NAME_SHOWN)}${hasLeft ? ' (has left)' : ''}: ${plural(accounts, 'account', 'accounts')}`,
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
      section(md`${mention(owner.slackUserId)} has no accounts to move right now.`),
      ...waitingBlocks(waiting),
    ]);
  const more = total - movable.length;
  const sum = movable.reduce((amount, one) => amount + (one.amount ?? 0), 0);
  return modal({
    callback: HOME_CALLBACKS.bookParts,
    title: BOOK_TITLE,
    submit: 'Preview',
    close: 'Cancel',
    metadata: encodePlan({ fromId: owner.id, shares: [] }),
    blocks: [
      section(
        md`${mention(owner.slackUserId)} has ${plural(total, 'account', 'accounts')} to move. ${more > 0 ? `These are the ${movable.length} largest, ARR ${formatMoney(sum, currency)}: move them first, then the other ${more.toLocaleString('en-US')}.` : `ARR ${formatMoney(sum, currency)} in all.`}`,
      ),
      ...waitingBlocks(waiting),
      input({
        id: 'accounts',
        label: 'Accounts',
        optional: true,
        hint: more > 0 ? 'Leave blank for all listed here.' : 'Leave blank for all of them.',
        element: multiSelect({
          action: VALUE,
          placeholder: more > 0 ? 'All listed here' : 'All of them',
          options: movable.map((one) => option(one.id, accountLabel(one, currency))),
        }),
      }),
      input({
        id: 'receivers',
        label: 'New owners',
        hint: `Up to ${MOST_RECEIVERS} CSMs. Accounts are split evenly by ARR.`,
        element: usersSelect({ action: VALUE, placeholder: 'Pick people', max: MOST_RECEIVERS }),
      }),
    ],
  });
}

const accountLabel = ({ name, amount }: BookAccount, currency: string): string =>
  `${clip(name, BOOK_NAME_SHOWN)} · ${amount === null ? 'ARR unknown' : formatMoney(amount, currency)}`;

const LARGEST_SHOWN = 3;
const NOTE_AT_MOST = 300;

export interface BookPreview {
  owner: Pick<PersonRef, 'id' | 'slackUserId'>;
  shares: (BookShare<BookAccount> & { to: Pick<PersonRef, 'slackUserId' | 'awayUntil'> })[];
  currency: string;
}

/** Who gets what, before anyone hears of it. */
export function bookPreviewView({ owner, shares, currency }: BookPreview): ModalView {
  const accounts = shares.reduce((all, share) => all + share.accounts.length, 0);
  return modal({
    callback: HOME_CALLBACKS.bookPreview,
    title: BOOK_TITLE,
    submit: 'Move',
    close: 'Cancel',
    metadata: encodePlan({
      fromId: owner.id,
      shares: shares.map(({ toId, accounts }) => ({ toId, accountIds: accounts.map(({ id }) => id) })),
    }),
    blocks: [
      section(
        md`${plural(accounts, 'account goes', 'accounts go')} from ${mention(owner.slackUserId)} to ${plural(shares.length, 'person', 'people')}. No one has been told yet.`,
      ),
      ...shares.map((share) => section(shareText(share, currency))),
      input({
        id: 'note',
        label: 'Note',
        optional: true,
        hint: 'Everyone who gets accounts sees it.',
        element: textInput({ action: VALUE, max: NOTE_AT_MOST }),
      }),
      context(
        md`Each person gets one message with all of theirs. They own an account, and any open risk on it, once they accept.`,
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
    ...(names.length > 0 ? [md`${listed(names)}`] : [md`No accounts: there are fewer accounts than people`]),
    ...(to.awayUntil ? [md`Away until ${when(to.awayUntil)}, so their cover is asked`] : []),
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
        md`Moving ${bold(plural(accounts, 'account', 'accounts'))} of ${mention(from)}:`,
        ...shares.map((share) => md`${mention(share.to)}: ${plural(share.accounts, 'account', 'accounts')}`),
      ]),
    ),
    ...waitingBlocks({ names: waits, total: waits.length }),
    ...(gone.length > 0
      ? [context(md`Not moved, they have another CSM by now: ${namesOf(gone, gone.length)}`)]
      : []),
    context(md`Your DMs with Baton show who has accepted.`),
  ]);
}
