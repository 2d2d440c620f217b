import { setImmediate as breathe } from 'node:timers/promises';

/** Does the work for each, one after the other. What fails ends none of the others; the first failure is thrown at the end. */
export async function eachAnyway<T>(all: Iterable<T>, work: (one: T) => Promise<unknown>): Promise<void> {
  const failures: unknown[] = [];
  for (const one of all) {
    try {
      await work(one);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** So many are reckoned in a millisecond or less: several that are in the middle of it take turns, and a click waits for each. */
const SLICE = 10;

/** Maps many items, and lets whoever waits for this process come in between: clicks are served by the same thread. */
export async function mapInSlices<T, R>(items: readonly T[], map: (item: T) => R): Promise<R[]> {
  const mapped: R[] = [];
  for (let from = 0; from < items.length; from += SLICE) {
    if (from > 0) await breathe();
    mapped.push(...items.slice(from, from + SLICE).map(map));
  }
  return mapped;
}
