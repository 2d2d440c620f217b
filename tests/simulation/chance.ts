/** Chance that is the same each time. */
export interface Chance {
  /** From 0, inclusive, to 1. */
  next(): number;
  between(from: number, to: number): number;
  is(share: number): boolean;
  pick<T>(some: readonly T[]): T;
}

/** A linear congruential generator (the constants are those of Numerical Recipes): enough to vary days. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const pick = <T>(some: readonly T[]): T => {
    const one = some[Math.floor(next() * some.length)];
    if (one === undefined) throw new Error('there is nothing to pick from');
    return one;
  };
  return {
    next,
    between: (from, to) => from + next() * (to - from),
    is: (share) => next() < share,
    pick,
  };
}
