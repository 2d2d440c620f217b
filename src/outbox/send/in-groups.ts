/**
 * Returns what does one at once where none is under way; what comes meanwhile goes together in the next. Where a
 * group fails each of it is done by itself, so that one costs the others nothing.
 */
export function inGroups<T, R>(
  handle: (group: readonly T[]) => Promise<readonly R[]>,
): (one: T) => Promise<R> {
  let waiting: { one: T; resolve(result: R): void; reject(cause: unknown): void }[] = [];
  let isBusy = false;

  async function handleAll(group: typeof waiting): Promise<void> {
    try {
      const results = await handle(group.map(({ one }) => one));
      for (const [n, { resolve }] of group.entries()) resolve(results[n] as R);
    } catch (cause) {
      if (group.length === 1) group[0]?.reject(cause);
      else for (const each of group) await handleAll([each]);
    }
  }

  async function handleWaiting(): Promise<void> {
    isBusy = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await handleAll(group);
    }
    isBusy = false;
  }

  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject });
      if (!isBusy) void handleWaiting();
    });
}
