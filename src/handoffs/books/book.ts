import type { PersonRef } from '../../people/person.ts';

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

/**
 * Evenly by amount: the largest first, each to whoever has least by then. What has no amount goes to whoever has the
 * fewest. Between equals the order of `toIds` decides, so that the same book is always split alike.
 */
export function splitBook<A extends BookAccount>(
  accounts: readonly A[],
  toIds: readonly string[],
): BookShare<A>[] {
  const shares = toIds.map((toId): BookShare<A> => ({ toId, accounts: [], amount: 0 }));
  for (const account of accounts.toSorted(largestFirst)) {
    const amount = account.amount ?? 0;
    const weight = (share: BookShare<A>) =>
      amount > 0 ? [share.amount, share.accounts.length] : [share.accounts.length, share.amount];
    const share = shares.toSorted((a, b) => compared(weight(a), weight(b)))[0];
    if (!share) throw new Error('book split among nobody');
    share.accounts.push(account);
    share.amount += amount;
  }
  return shares;
}

function largestFirst(a: BookAccount, b: BookAccount): number {
  return (b.amount ?? 0) - (a.amount ?? 0) || compared([a.name, a.id], [b.name, b.id]);
}

function compared(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const at = a.findIndex((one, index) => one !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1;
}

/** The table itself stands in docs/rights.md; a test compares the two row by row. */
export const BOOK_ROLES = [
  'self',
  'manager',
  'team_lead',
  'leads_manager',
  'admin',
  'member',
  'outsider',
] as const;
export type BookRole = (typeof BOOK_ROLES)[number];

const ALLOWED: readonly BookRole[] = ['manager', 'team_lead', 'leads_manager', 'admin'];

/** Who somebody is towards the person whose book it is. */
export interface BookFacts {
  isOutsider: boolean;
  isAdmin: boolean;
  isSelf: boolean;
  /** That person reports to them, or to somebody below them. */
  isManager: boolean;
  leadsTeam: boolean;
  /** A lead of that person reports to them. */
  managesLead: boolean;
}

/** Outsiders are nothing else. */
export function rolesTowardsBook(facts: BookFacts): BookRole[] {
  if (facts.isOutsider) return ['outsider'];
  const held: [BookRole, boolean][] = [
    ['self', facts.isSelf],
    ['manager', facts.isManager],
    ['team_lead', facts.leadsTeam],
    ['leads_manager', facts.managesLead],
    ['admin', facts.isAdmin],
    ['member', true],
  ];
  return held.filter(([, is]) => is).map(([role]) => role);
}

export function mayMoveBook(roles: readonly BookRole[]): boolean {
  return roles.some((role) => ALLOWED.includes(role));
}
