import type { PersonRef } from '../people/person.ts';

// A book: the accounts that somebody looks after for customer success. It is moved to others, whole or in parts.

/** The most accounts that are moved at once: a brief and two clocks are made of each. */
export const MOST_ACCOUNTS = 100;
/** As many as one can look after the handing over of. */
export const MOST_RECEIVERS = 5;

/** What there is to split. */
export interface BookAccount {
  id: string;
  name: string;
  /** ARR in the reporting currency; null where it, or its rate, is not known. */
  amount: number | null;
}

export interface BookShare<A> {
  toId: string;
  /** The largest first. */
  accounts: A[];
  amount: number;
}

/** Somebody whose accounts can be passed on. */
export interface BookOwner {
  id: string;
  slackUserId: string;
  name: string;
  hasLeft: boolean;
  /** Those they own for customer success. */
  accounts: number;
}

/** A move of a book, as it was made. */
export interface Book {
  id: string;
  from: PersonRef;
  movedBy: PersonRef;
  note: string | null;
  shares: { to: PersonRef; accounts: number }[];
}

/** What was not moved. waits: a handoff of it to another CSM waits for an answer. gone: they do not have it any more. */
export interface Left {
  name: string;
  why: 'waits' | 'gone';
}

/** Plain JSON, so that it can be stored. */
export interface BookMoved {
  bookId: string;
  from: string;
  shares: { to: string; accounts: number }[];
  /** What was not moved, and why. */
  left: Left[];
}
