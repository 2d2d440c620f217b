import type { Band, RiskState } from '../../prisma/generated/client.ts';
import type { BookAccount } from '../handoffs/books/book.ts';
import type { BandWhy } from '../health/why-band.ts';

/** An account of somebody's, in a line. */
export interface MyAccount {
  id: string;
  name: string;
  segment: string | null;
  /** A person's word while it lasts, before the score. */
  band: Band | 'unknown';
  overridden: boolean;
  /** Null where the score alone would give this band too. */
  why: BandWhy | null;
  score: number | null;
  /** Decimal text. */
  arr: string | null;
  currency: string | null;
  /** YYYY-MM-DD. */
  renewalOn: string | null;
  /** The one that is open. */
  risk: { name: string; state: RiskState; severity: Band } | null;
}

export interface SegmentChoice {
  /** What a menu carries in place of the name, which may be longer than it takes. */
  key: string;
  /** '' for accounts without one. */
  name: string;
}

export interface MyAccounts {
  items: MyAccount[];
  /** That fit the filters. */
  total: number;
  /** Without them. */
  all: number;
  /** Of all that are theirs, by name. */
  segments: SegmentChoice[];
  /** From 0: the last page where the one asked for is not there any more. */
  page: number;
  pages: number;
}

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
