import type { BookAccount, BookShare } from './book.ts';

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
    if (!share) throw new Error('A book is split among somebody');
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
