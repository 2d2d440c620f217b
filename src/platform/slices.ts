import { setImmediate as breathe } from 'node:timers/promises';

/** About as many as are reckoned in a few milliseconds. */
const SLICE = 50;

/** Maps many items, and lets whoever waits for this process come in between: clicks are served by the same thread. */
export async function mapInSlices<T, R>(items: readonly T[], map: (item: T) => R): Promise<R[]> {
  const mapped: R[] = [];
  for (let from = 0; from < items.length; from += SLICE) {
    if (from > 0) await breathe();
    mapped.push(...items.slice(from, from + SLICE).map(map));
  }
  return mapped;
}
