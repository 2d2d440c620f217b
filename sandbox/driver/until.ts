import { sleep } from '../clock.ts';

const LOOK_EVERY_MS = 15;

/** Looks until there is something, or throws with what was visible at last. Returns what `look` found. */
export async function until<T>(
  look: () => T | Promise<T>,
  options: { timeoutMs: number; what: string; visible: () => string },
): Promise<NonNullable<T>> {
  const deadline = performance.now() + options.timeoutMs;
  let problem = '';
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined && found !== null && (found as unknown) !== false)
        return found as NonNullable<T>;
      problem = '';
    } catch (error) {
      if (!(error instanceof NotYet)) throw error;
      problem = ` (${error.message})`;
    }
    if (performance.now() > deadline)
      throw new Error(
        `waited ${options.timeoutMs} ms for ${options.what}${problem}. Visible:\n${options.visible()}`,
      );
    await sleep(LOOK_EVERY_MS);
  }
}

/** Thrown by a look that may succeed later. */
export class NotYet extends Error {}

/** A string matches when it is contained, a RegExp as ever. */
export const matches = (text: string, wanted: string | RegExp | undefined): boolean =>
  wanted === undefined || (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text));
