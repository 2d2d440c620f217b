import { setTimeout as pause } from 'node:timers/promises';
import { ConfigError } from '../../src/platform/config.ts';
import type { Logger } from '../../src/platform/logger.ts';
import { classifySlackError, createSlack, isSlackError } from '../../src/platform/slack/slack.ts';
import { own } from '../../src/platform/text.ts';
import { type Connection, type ConnectOptions, connect, type Leaving } from './connection.ts';

export interface LinkOptions {
  appToken: string;
  apiUrl: string | undefined;
  pingMs?: number | undefined;
  take: ConnectOptions['take'];
  log: Logger;
}

/** What keeps a process connected to Slack. */
export interface Link {
  /** Resolves with the first connection. Rejects with a ConfigError where waiting cannot help, and when it is stopped. */
  readonly connected: Promise<void>;
  /** Whether anything comes in, and why not. */
  state(): { ok: boolean; text: string };
  /** Finishes what came in, and takes no more. */
  stop(): Promise<void>;
}

const OPEN_TIMEOUT_MS = 5_000;
const PING_MS = 5_000;
/** What Slack said it will close stays for what still comes by it, and for answers. It closes it after about ten seconds. */
const LINGER_MS = 15_000;
const DRAIN_MS = 5_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A connection that ends before this did not hold. */
const HELD_MS = 10_000;
/** Shorter gaps are nobody's business. */
const GAP_MS = 5_000;

const UNDER = 'under Basic Information, App-Level Tokens';
/** Where waiting does not help a process that starts. */
const WRONG_TOKEN: Readonly<Record<string, string>> = {
  missing_scope: `SLACK_APP_TOKEN lacks the scope connections:write: make a token that has it, ${UNDER}`,
  not_allowed_token_type: `SLACK_APP_TOKEN is no app-level token: those begin with xapp-, and are ${UNDER}`,
};
const REFUSED = `SLACK_APP_TOKEN is refused by Slack: take a new one, ${UNDER}`;
/** What else people have to put right; Baton looks every now and then whether they did. */
const CLOSED: Readonly<Record<string, string>> = {
  link_disabled:
    'Socket Mode is switched off: switch it on in the app’s settings, or set SLACK_SIGNING_SECRET in place of SLACK_APP_TOKEN',
  too_many_websockets: 'Slack takes ten connections of one app, and all are taken: stop a process',
};

interface Trouble {
  code: string;
  /** What to do about it, where it does not pass by itself. */
  words?: string;
  isToken?: boolean;
  waitMs?: number;
}

/**
 * Keeps one connection to Slack. Where Slack asks for another, the next one is open before the last one goes, which
 * Slack's own client does not do. After a failure it waits longer each time, by chance, so that not all come at once.
 */
export function keepConnected({ appToken, apiUrl, pingMs = PING_MS, take, log }: LinkOptions): Link {
  const slack = createSlack({ token: appToken, apiUrl, timeoutMs: OPEN_TIMEOUT_MS });
  const stopping = new AbortController();
  const open = new Set<Connection>();
  let trouble: Trouble | null = null;
  let withoutSince = performance.now();
  let first: { resolve(): void; reject(error: unknown): void } | null = null;
  const connected = new Promise<void>((resolve, reject) => {
    first = { resolve, reject };
  });

  async function keep(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      const found = await openOne();
      if ('code' in found) {
        stopping.signal.throwIfAborted();
        if (first && found.isToken) return first.reject(new ConfigError([`${found.words} (${found.code})`]));
        note(found);
        failures += 1;
        await pause(waitOf(found, failures), undefined, { signal: stopping.signal });
        continue;
      }
      first?.resolve();
      first = null;
      if (trouble) log.info('connected to Slack again');
      trouble = null;
      const { reason, inTime, livedMs } = await lifeOf(found);
      if (stopping.signal.aborted) return;
      if (inTime && livedMs >= FIRST_WAIT_MS) {
        failures = 0;
        continue;
      }
      failures = livedMs >= HELD_MS ? 1 : failures + 1;
      const ended = { code: reason, ...wordsFor(reason) };
      note(ended);
      await pause(waitOf(ended, failures), undefined, { signal: stopping.signal });
    }
  }

  async function openOne(): Promise<Connection | Trouble> {
    try {
      const { url = '' } = await slack.apps.connections.open();
      stopping.signal.throwIfAborted();
      const connection = await connect({ url, pingMs, take, stopping: stopping.signal });
      open.add(connection);
      void connection.ended.then(() => {
        open.delete(connection);
        if (open.size === 0) withoutSince = performance.now();
      });
      return connection;
    } catch (error) {
      if (!isSlackError(error)) return { code: reasonOf(error), ...wordsFor(reasonOf(error)) };
      const failure = classifySlackError(error);
      if (failure.kind === 'tokenDead') return { code: failure.code, words: REFUSED, isToken: true };
      const waitMs = failure.kind === 'rateLimited' ? { waitMs: failure.retryAfterMs } : {};
      return { code: failure.code, ...wordsFor(failure.code), ...waitMs };
    }
  }

  /** Until Slack wants another one, or it is over. */
  async function lifeOf(connection: Connection): Promise<Leaving & { livedMs: number }> {
    const since = performance.now();
    const leaving = await Promise.race([connection.leaving, stopped(stopping.signal)]);
    const livedMs = performance.now() - since;
    if (stopping.signal.aborted) await connection.finish(DRAIN_MS);
    const lingered = Promise.race([connection.ended, pause(LINGER_MS, undefined, { ref: false })]);
    void lingered.then(() => connection.finish(DRAIN_MS));
    return { ...leaving, livedMs };
  }

  /** Says the first of each kind: an outage of an hour is one line. */
  function note(found: Trouble): void {
    if (trouble?.code === found.code) return;
    trouble = found;
    if (found.words) log.error({ reason: found.code }, found.words);
    else log.warn({ reason: found.code }, 'not connected to Slack; trying again');
  }

  connected.catch(() => {}); // whoever starts waits for it; one who stops before does not
  const keeping = keep().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
    first?.reject(error);
  });

  return {
    connected,
    state() {
      const forMs = open.size > 0 ? 0 : performance.now() - withoutSince;
      if (open.size > 0) return { ok: true, text: 'is connected' };
      const why = trouble ? (trouble.words ?? trouble.code) : 'opening one';
      return { ok: forMs < GAP_MS, text: `no connection for ${Math.round(forMs / 1_000)} s: ${why}` };
    },
    async stop() {
      stopping.abort();
      await Promise.all([keeping, ...[...open].map((connection) => connection.finish(DRAIN_MS))]);
    },
  };
}

function wordsFor(code: string): Pick<Trouble, 'words' | 'isToken'> {
  const ofToken = own(WRONG_TOKEN, code);
  const words = ofToken ?? own(CLOSED, code);
  return words === undefined ? {} : { words, isToken: ofToken !== undefined };
}

/** Half of it by chance. */
function waitOf({ words, waitMs = 0 }: Trouble, failures: number): number {
  const most = words ? LONGEST_WAIT_MS : Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
  return Math.max(waitMs, most * (0.5 + Math.random() / 2));
}

function stopped(signal: AbortSignal): Promise<Leaving> {
  return new Promise((resolve) => {
    const stop = () => resolve({ reason: 'stopped', inTime: false });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** The reason that `connect` gives, and nothing else that an error may say. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : '';
  return /^\w{1,60}$/.test(text) ? text : 'unreadable_answer';
}
