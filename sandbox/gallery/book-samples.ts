// A sample book that is moved: as it is commonly, at every limit, and with nothing in it.
import {
  type Book,
  type BookAccount,
  type BookMoved,
  type BookOwner,
  MOST_ACCOUNTS,
  MOST_RECEIVERS,
} from '../../src/handoffs/books/book.ts';
import type { HandoffDetails, PersonRef } from '../../src/handoffs/read/details.ts';
import type { BookAccounts } from '../../src/home/my-accounts.ts';
import type { BookPreview } from '../../views/home/book-views.ts';
import {
  filled,
  longestPerson,
  SAMPLE_COVER,
  SAMPLE_CSM,
  SAMPLE_NOW,
  SAMPLE_REP,
  sampleAccount,
  sampleHandoff,
} from './samples.ts';

export interface BookSamples {
  owners: BookOwner[];
  accounts: BookAccounts;
  preview: BookPreview;
  moved: BookMoved;
  book: Book;
  handoffs: HandoffDetails[];
}

const idOf = (n: number): string => `01890000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

interface Size {
  owners: number;
  accounts: number;
  receivers: number;
  name: string;
  amount: number | null;
  person: PersonRef;
  note: string | null;
}

function bookOf({ owners, accounts, receivers, name, amount, person, note }: Size): BookSamples {
  const those = Array.from({ length: accounts }, (_, n): BookAccount => ({ id: idOf(n), name, amount }));
  const people = Array.from({ length: receivers }, (_, n) => ({ ...person, id: idOf(0xb00 + n) }));
  const names = those.map((one) => one.name);
  const shares = people.map((to, n) => ({
    ...{ to, toId: to.id, amount: amount ?? 0 },
    accounts: those.filter((_, index) => index % receivers === n),
  }));
  const { slackUserId } = person;
  const owner = { id: idOf(0xa00), slackUserId };
  return {
    owners: Array.from({ length: owners }, (_, n) => ({
      ...{ id: idOf(n), slackUserId, name: person.name, hasLeft: n % 2 === 0, accounts: accounts ** 3 },
    })),
    accounts: {
      ...{ movable: those, total: accounts ** 2, currency: 'EUR' },
      waiting: { names, total: accounts ** 2 },
    },
    preview: { owner, shares, currency: 'EUR' },
    moved: {
      ...{ bookId: idOf(1), from: slackUserId },
      shares: people.map((to) => ({ to: to.slackUserId, accounts })),
      left: names.flatMap((name) => [
        { name, why: 'waits' as const },
        { name, why: 'gone' as const },
      ]),
    },
    book: {
      ...{ id: idOf(1), from: SAMPLE_REP, movedBy: person, note },
      shares: people.map((to) => ({ to, accounts })),
    },
    handoffs: those.map((_, n) =>
      sampleHandoff({
        ...{ id: idOf(n), kind: 'cs_to_cs', name: `H-${n}`, sender: SAMPLE_REP },
        ...{ receiver: people[0] ?? person, account: sampleAccount({ name }) },
        state:
          (['submitted', 'acknowledged', 'submitted', 'accepted', 'returned'] as const)[n % 5] ?? 'submitted',
      }),
    ),
  };
}

export const ordinaryBook = (): BookSamples =>
  bookOf({
    ...{ owners: 3, accounts: 5, receivers: 2, name: 'Example GmbH', amount: 48_000, person: SAMPLE_CSM },
    note: 'Sample note: please call them this week.',
  });

export const emptiestBook = (): BookSamples =>
  bookOf({
    ...{ owners: 0, accounts: 0, receivers: 1, name: '', amount: null, person: SAMPLE_COVER, note: null },
  });

export const longestBook = (filler: string): BookSamples =>
  bookOf({
    ...{ owners: 100, accounts: MOST_ACCOUNTS, receivers: MOST_RECEIVERS, name: filled(filler, 120) },
    ...{ amount: 999_999_999_999.99, note: filled(filler, 300) },
    person: { ...longestPerson(filler, 'U0CSM'), awayUntil: SAMPLE_NOW },
  });
