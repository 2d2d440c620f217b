import { setTimeout as pause } from 'node:timers/promises';
import { classifySlackError, nothingDone } from './slack.ts';

/** A page of a list in Slack; an empty cursor says that it is the last. */
interface Page {
  response_metadata?: { next_cursor?: string | undefined } | undefined;
}

/** How a pause is waited out; ends when stopped. */
export type Wait = (ms: number, stopping: AbortSignal) => Promise<void>;

export interface Pace {
  stopping: AbortSignal;
  wait?: Wait | undefined;
}

/** Refusals of one page in a row, after which its reader gives up. */
const MOST_REFUSALS = 10;
/** After a page that was not answered: this, then twice as long each time, up to the other. */
const RETRY_MS = 1_000;
const RETRY_AT_MOST_MS = 60_000;

/**
 * Every page, for a reader whom nobody waits for: where Slack asks for a pause or does not answer, the same page is
 * asked for again after it, so that a list of any length comes to its end. Throws on anything else, and when stopped.
 */
export async function* everyPage<P extends Page>(
  ask: (cursor: { cursor?: string }) => Promise<P>,
  { stopping, wait = waitOut }: Pace,
): AsyncGenerator<P> {
  const patiently = async (cursor: { cursor?: string }): Promise<P> => {
    for (let refusals = 1; ; refusals++) {
      stopping.throwIfAborted();
      try {
        return await ask(cursor);
      } catch (error) {
        const failure = nothingDone(classifySlackError(error));
        if (refusals === MOST_REFUSALS) throw error;
        if (failure.kind === 'rateLimited') await wait(failure.retryAfterMs, stopping);
        else if (failure.kind === 'unreachable')
          await wait(Math.min(RETRY_MS * 2 ** refusals, RETRY_AT_MOST_MS), stopping);
        else throw error;
      }
    }
  };
  let cursor: string | undefined;
  do {
    const page = await patiently(cursor ? { cursor } : {});
    cursor = page.response_metadata?.next_cursor;
    yield page;
  } while (cursor);
}

const waitOut: Wait = async (ms, stopping) => {
  await pause(ms, undefined, { signal: stopping });
};
