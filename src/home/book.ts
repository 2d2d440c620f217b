import type { BookAccount } from '../handoffs/books/book.ts';

/** The accounts that somebody looks after, as they can be moved. */
export interface BookAccounts {
  /** The largest first, at most a hundred. */
  movable: BookAccount[];
  /** How many there are in all, with those that are not shown. */
  total: number;
  /** Names of those that wait for another CSM's answer already: some, and how many there are. */
  waiting: { names: string[]; total: number };
  /** ISO code of what amounts are in. */
  currency: string;
}
