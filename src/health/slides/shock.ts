/** Of fewer accounts a median says nothing about everybody. */
const FEWEST_ACCOUNTS = 20;
/**
 * Weeks. What is normal is taken from those with which accounts are compared, and of these from the better ones: were it
 * the last months, what lasts would soon be normal, and every account would be told of, months after it fell.
 */
export const NORMAL_FROM = 52;
const NORMAL_TO = 6;
const BETTER = 0.25;

/** The median fall of a workspace's accounts in one week, or null where there are too few. */
export function medianFall(falls: readonly number[]): number | null {
  return falls.length < FEWEST_ACCOUNTS ? null : median(falls);
}

/** Points that befell everybody in `week`: as far as its median fall exceeds what is normal. `medians`: by week. */
export function shockOf(medians: ReadonlyMap<number, number>, week: number): number {
  const now = medians.get(week);
  if (now === undefined) return 0;
  const before: number[] = [];
  for (let then = week - NORMAL_FROM + 1; then <= week - NORMAL_TO; then++) {
    const fall = medians.get(then);
    if (fall !== undefined) before.push(fall);
  }
  return Math.max(0, now - (better(before) ?? now));
}

/** A quarter of the weeks fell by less. */
function better(falls: readonly number[]): number | undefined {
  return falls.toSorted((a, b) => a - b)[Math.floor((falls.length - 1) * BETTER)];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}
