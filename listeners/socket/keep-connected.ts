import { setTimeout as pause } from 'node:timers/promises';
import { ConfigError } from '../../src/platform/config.ts';
import type { Logger } from '../../src/platform/logger.ts';
import { type SocketTrouble, socketAddresses } from '../../src/platform/slack/open-socket.ts';
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

const PING_MS = 5_000;
/** What Slack said it will close stays for what still comes by it, and for answers. It closes it after about ten seconds. */
const LINGER_MS = 15_000;
const DRAIN_MS = 5_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
/** A connection that ends before this did not hold. */
const HELD_MS = 10_000;
/** Shorter gaps are nobody's business. */
const GAP_MS = 5_000;

/** What people have to put right; Baton looks every now and then whether they did. */
const CLOSED: Readonly<Record<string, string>> = {
  link_disabled:
    'Socket Mode is switched off: switch it on in the app’s settings, or set SLACK_SIGNING_SECRET in place of SLACK_APP_TOKEN',
  too_many_websockets: 'Slack takes ten connections of one app, and all are taken: stop a process',
};

/**
 * Keeps one connection to Slack. Where Slack asks for another, the next one is open before the last one goes, which
 * Slack's own client does not do. After a failure it waits longer each time, by chance, so that not all come at once.
 */
export function keepConnected({ appToken, apiUrl, pingMs = PING_MS, take, log }: LinkOptions): Link {
  const addresses = socketAddresses({ appToken, apiUrl });
  const stopping = new AbortController();
  const open = new Set<Connection>();
  let trouble: SocketTrouble | null = null;
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
      const ended = closedBy(reason);
      if (inTime && livedMs >= FIRST_WAIT_MS) {
        failures = 0;
        continue;
      }
      // Slack has just been there: however often it asks for another, people are not left without one for long.
      if (inTime) failures = 1;
      else {
        note(ended);
        failures = livedMs >= HELD_MS ? 1 : failures + 1;
      }
      await pause(waitOf(ended, failures), undefined, { signal: stopping.signal });
    }
  }

  async function openOne(): Promise<Connection | SocketTrouble> {
    const address = await addresses();
    if ('code' in address) return address;
    try {
      stopping.signal.throwIfAborted();
      const connection = await connect({ url: address.url, pingMs, take, stopping: stopping.signal });
      open.add(connection);
      void connection.ended.then(() => {
        open.delete(connection);
        if (open.size === 0) withoutSince = performance.now();
      });
      return connection;
    } catch (error) {
      return closedBy(reasonOf(error));
    }
  }

  /** Until Slack wants another one, or it is over. */
  async function lifeOf(connection: Connection): Promise<Leaving & { livedMs: number }> {
    const since = performance.now();
    const leaving = await unlessStopped(connection.leaving, stopping.signal);
    const livedMs = performance.now() - since;
    if (stopping.signal.aborted) await connection.finish(DRAIN_MS);
    const lingered = Promise.race([connection.ended, pause(LINGER_MS, undefined, { ref: false })]);
    void lingered.then(() => connection.finish(DRAIN_MS));
    return { ...leaving, livedMs };
  }

  /** Says the first of each kind: an outage of an hour is one line. */
  function note(found: SocketTrouble): void {
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

function closedBy(code: string): SocketTrouble {
  const words = own(CLOSED, code);
  return words === undefined ? { code } : { code, words };
}

/** Half of it by chance. */
function waitOf({ waitMs = 0 }: SocketTrouble, failures: number): number {
  const most = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
  return Math.max(waitMs, most * (0.5 + Math.random() / 2));
}

function unlessStopped(leaving: Promise<Leaving>, signal: AbortSignal): Promise<Leaving> {
  return new Promise((resolve) => {
    const stop = () => resolve({ reason: 'stopped', inTime: false });
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    void leaving.then(resolve).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** The reason that `connect` gives, and nothing else that an error may say. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : '';
  return /^\w{1,60}$/.test(text) ? text : 'unreadable_answer';
}
