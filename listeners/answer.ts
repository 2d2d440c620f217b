import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../src/platform/logger.ts';
import type { Refusal } from '../src/platform/refusal.ts';
import { classifySlackError } from '../src/platform/slack/slack.ts';
import { withBanner } from '../views/kit/blocks.ts';

/** A line for the person alone, or a message in place of the one they clicked. */
export type Say = { text: string; blocks?: readonly KnownBlock[]; replace?: boolean };

/** An answer drawn in place of itself after a click on it, with why it was refused on top. */
export function anew({ text, blocks = [] }: Say, refusal: Refusal | null): Say {
  return refusal
    ? { text: refusal.message, blocks: withBanner([...blocks], refusal.message), replace: true }
    : { text, blocks, replace: true };
}

/** Tells the person who asked, and nobody else. It never throws: what was done is done. */
export type Tell = (say: Say) => Promise<void>;

const TIMEOUT_MS = 2_500;
/** Once more: to read it twice is better than never. */
const ATTEMPTS = 2;

/** Tells by the address that Slack gave for it. `thread`: where they clicked, so that they read the answer there. */
export function tellAt(url: string | undefined, log: Logger, thread?: string): Tell {
  return async (say) => {
    for (let attempt = 1; url !== undefined && attempt <= ATTEMPTS; attempt++) {
      const reason = await post(url, { ...answerOf(say), ...(thread ? { thread_ts: thread } : {}) });
      if (reason === null) return;
      log.warn({ reason, attempt }, 'an answer did not reach the person who asked');
    }
  };
}

/** Where there is no address for answers. */
export function tellInDm({ slack, log }: { slack: WebClient; log: Logger }, userId: string): Tell {
  return async ({ text }) => {
    await slack.chat.postMessage({ channel: userId, text }).catch((error: unknown) => {
      log.warn({ reason: classifySlackError(error).code }, 'an answer did not reach the person who asked');
    });
  };
}

/** As an ack or an address for answers takes it. */
export function answerOf({ text, blocks, replace }: Say) {
  return {
    text,
    ...(blocks ? { blocks: [...blocks] } : {}),
    response_type: 'ephemeral',
    replace_original: replace ?? false,
  } as const;
}

/** Null when Slack took it, else why not. */
async function post(url: string, body: object): Promise<string | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return response.ok ? null : `http_${response.status}`;
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  }
}
