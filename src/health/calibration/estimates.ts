// What few outcomes allow to be said. Intervals are of 90%.

const Z = 1.6449;

/** So many of so many, and where the true share lies. */
export interface Share {
  met: number;
  of: number;
  /** 0–1. */
  from: number;
  to: number;
}

/**
 * A share with its interval by Wilson. `overlap`: how many of the cases one outcome may count in, as where periods that
 * follow one another share a part; they then say as much as so many times fewer.
 */
export function shareOf(met: number, of: number, overlap = 1): Share {
  if (of === 0) return { met, of, from: 0, to: 1 };
  const n = of / overlap;
  const share = met / of;
  const square = Z * Z;
  const middle = (share + square / (2 * n)) / (1 + square / n);
  const half = (Z / (1 + square / n)) * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n));
  return { met, of, from: Math.max(0, middle - half), to: Math.min(1, middle + half) };
}

export interface Interval {
  value: number;
  from: number;
  to: number;
}

/** How much larger the first share is than the second, with its interval by Newcombe, out of those of the two. */
export function differenceOf(one: Share, other: Share): Interval {
  const [a, b] = [one.met / one.of, other.met / other.of];
  const value = a - b;
  return {
    value,
    from: value - Math.hypot(a - one.from, other.to - b),
    to: value + Math.hypot(one.to - a, b - other.from),
  };
}

/**
 * Of all pairs of one value of each, in how many the first is greater (Mann and Whitney); ties count half. Chance gives
 * a half; the interval is as wide as chance would spread it.
 */
export function greaterShare(ones: readonly number[], others: readonly number[]): Interval {
  const sorted = others.toSorted((a, b) => a - b);
  const wins = ones.reduce((sum, value) => sum + (below(sorted, value) + notAbove(sorted, value)) / 2, 0);
  const [n, m] = [ones.length, others.length];
  const value = wins / (n * m);
  const half = Z * Math.sqrt((n + m + 1) / (12 * n * m));
  return { value, from: Math.max(0, value - half), to: Math.min(1, value + half) };
}

const below = (sorted: readonly number[], value: number): number => countWhile(sorted, (one) => one < value);
const notAbove = (sorted: readonly number[], value: number): number =>
  countWhile(sorted, (one) => one <= value);

/** Of a sorted list, how many at its head. */
function countWhile(sorted: readonly number[], isHead: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isHead(sorted[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Points with an x from here to there have one mean. */
export interface Step {
  from: number;
  to: number;
  n: number;
  mean: number;
}

/** The rising steps that lie closest to the points: neighbours that fall are pooled (pool adjacent violators). */
export function isotonic(points: readonly { x: number; y: number }[]): Step[] {
  const steps: Step[] = [];
  // Of one x the greatest y first: they fall, and so end up in one step.
  for (const { x, y } of points.toSorted((a, b) => a.x - b.x || b.y - a.y)) {
    let step: Step = { from: x, to: x, n: 1, mean: y };
    for (let last = steps.at(-1); last && last.mean >= step.mean; last = steps.at(-1)) {
      const n = last.n + step.n;
      step = { from: last.from, to: x, n, mean: (last.n * last.mean + step.n * step.mean) / n };
      steps.pop();
    }
    steps.push(step);
  }
  return steps;
}
