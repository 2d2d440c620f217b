/** Of fewer accounts a median says nothing about everybody. */
const FEWEST_ACCOUNTS = 20;
/** What is normal: the thirteen weeks that ended four weeks ago. */
const NORMAL_FROM = 17;
const NORMAL_TO = 4;

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
  return before.length === 0 ? 0 : Math.max(0, now - median(before));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}
