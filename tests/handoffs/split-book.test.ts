import { expect, test } from 'vitest';
import { MOST_ACCOUNTS, splitBook } from '../../src/handoffs/books/book.ts';
import { newId } from '../../src/platform/id.ts';
import { decodePlan, encodePlan } from '../../views/home/book-views.ts';

const account = (name: string, amount: number | null) => ({ id: name, name, amount });
const split = (amounts: (number | null)[], to: string[]) =>
  splitBook(
    amounts.map((amount, n) => account(`a${n}`, amount)),
    to,
  ).map(({ toId, accounts, amount }) => [toId, accounts.map((one) => one.name), amount]);

test('the largest goes first, each to whoever has least by then', () => {
  expect(split([36, 310, 48, 265, 290], ['x', 'y'])).toEqual([
    ['x', ['a1', 'a2', 'a0'], 394],
    ['y', ['a4', 'a3'], 555],
  ]);
});

test('what has no amount goes to whoever has the fewest', () => {
  expect(split([100, null, 0, null, null], ['x', 'y'])).toEqual([
    ['x', ['a0', 'a3'], 100],
    ['y', ['a1', 'a2', 'a4'], 0],
  ]);
});

test('each account goes to exactly one person, whatever the amounts, and nobody gets more than the largest above another', () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  for (let round = 0; round < 200; round++) {
    const accounts = Array.from({ length: 1 + Math.floor(random() * MOST_ACCOUNTS) }, (_, n) =>
      account(`a${n}`, Math.floor(random() * 1_000)),
    );
    const to = ['v', 'w', 'x', 'y', 'z'].slice(0, 1 + Math.floor(random() * 5));
    const shares = splitBook(accounts, to);
    const given = shares.flatMap((share) => share.accounts.map(({ id }) => id));
    expect(given.toSorted()).toEqual(accounts.map(({ id }) => id).toSorted());
    const sums = shares.map(({ amount }) => amount);
    const largest = Math.max(...accounts.map(({ amount }) => amount ?? 0));
    expect(Math.max(...sums) - Math.min(...sums)).toBeLessThanOrEqual(largest);
    expect(splitBook(accounts.toReversed(), to)).toEqual(shares);
  }
});

test('a plan of the most there can be fits into a window, and is read back as it was', () => {
  const now = new Date('2026-11-23T09:00:00Z');
  const ids = (count: number) => Array.from({ length: count }, () => newId(now));
  const shares = ids(5).map((toId) => ({ toId, accountIds: ids(MOST_ACCOUNTS / 5) }));
  const plan = { fromId: newId(now), shares };
  expect(encodePlan(plan).length).toBeLessThan(3_000);
  expect(decodePlan(encodePlan(plan))).toEqual(plan);
  expect(() => decodePlan('["x",["y"]]')).toThrow();
});
