import type { StringIndexed } from '@slack/bolt';
import { WebSocket } from 'ws';
import { isRecord } from '../payload-parts.ts';

/** What Slack hands over, and how it is told that it was taken. */
export interface Envelope {
  body: StringIndexed;
  retryNum?: number;
  retryReason?: string;
  /** Once; it goes back by the connection that the envelope came by. Returns whether that one still took it. */
  ack(payload?: unknown): boolean;
}

export interface Connection {
  /** Resolves when Slack says that it will close this one, and why, or when it is closed. */
  readonly leaving: Promise<Leaving>;
  readonly ended: Promise<Leaving>;
  readonly isOpen: boolean;
  /** Closes it once nothing is held that came by it, or after so long. */
  finish(withinMs: number): Promise<void>;
}

/** `warning`, `refresh_requested`, `link_disabled`, `too_many_websockets`: Slack's reasons. All others are ours. */
export interface Leaving {
  reason: string;
  /** Slack asks for another connection, and lets this one live until it is there. */
  inTime: boolean;
}

export interface ConnectOptions {
  url: string;
  /** How often Slack is asked whether it is still there. */
  pingMs: number;
  /** Does what there is to do. Whatever became of it, the envelope is no longer held then. */
  take(envelope: Envelope): Promise<void>;
  /** Aborted before hello: it comes to nothing. */
  stopping: AbortSignal;
}

/** As many as a request may have over HTTP. */
const MOST_BYTES = 1024 * 1024;
/** Until hello. */
const HELLO_MS = 10_000;
/** Slack answers a close, and then leaves the connection standing. */
const CLOSE_MS = 1_000;
/** So many pings without any sign of life … */
const QUIET_PINGS = 3;
/** … or so many of ours without one of Slack's, once it has sent any: it stops where a proxy answers in its place. */
const UNASKED_PINGS = 9;
const DISCONNECTS = new Set(['warning', 'refresh_requested']);

/** Connects, and resolves when Slack has said hello. Rejects with an error whose message is a reason. */
export function connect({ url, pingMs, take, stopping }: ConnectOptions): Promise<Connection> {
  const socket = new WebSocket(url, { maxPayload: MOST_BYTES, handshakeTimeout: HELLO_MS });
  const held = new Set<Promise<void>>();
  const leaving = promised<Leaving>();
  const ended = promised<Leaving>();
  const greeted = promised<void>();
  let failure: string | undefined;
  let [quiet, unasked, wasAsked] = [0, 0, false];

  const giveUp = (reason: string) => {
    failure ??= reason;
    socket.terminate();
  };
  const patience = setTimeout(() => giveUp('no_hello'), HELLO_MS);
  const stop = () => giveUp('stopped');
  stopping.addEventListener('abort', stop, { once: true });
  // By counting, and not by the clock: a process that was stopped for a while finds what came meanwhile first.
  const watch = setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) return;
    quiet += 1;
    if (wasAsked) unasked += 1;
    if (quiet > QUIET_PINGS || unasked > UNASKED_PINGS) giveUp('silent');
    else socket.ping();
  }, pingMs);

  const settle = () => {
    clearTimeout(patience);
    stopping.removeEventListener('abort', stop);
  };

  socket.on('pong', () => {
    quiet = 0;
  });
  socket.on('ping', () => {
    [quiet, unasked, wasAsked] = [0, 0, true];
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= error.code ?? 'socket_failed';
  });
  socket.on('close', (code) => {
    settle();
    clearInterval(watch);
    const reason = failure ?? `closed_${code}`;
    greeted.reject(new Error(reason));
    leaving.resolve({ reason, inTime: false });
    ended.resolve({ reason, inTime: false });
  });
  socket.on('message', (data) => {
    // What still comes while it closes can't be acked: Slack sends it again to another.
    if (socket.readyState !== WebSocket.OPEN) return;
    quiet = 0;
    const message = readMessage(data.toString());
    if (message['type'] === 'hello') {
      settle();
      greeted.resolve();
    } else if (message['type'] === 'disconnect') {
      const reason = String(message['reason'] ?? 'disconnect');
      failure ??= reason;
      leaving.resolve({ reason, inTime: DISCONNECTS.has(reason) });
    } else if (typeof message['envelope_id'] === 'string') {
      const work = take(envelopeOf(message, message['envelope_id'])).finally(() => held.delete(work));
      held.add(work);
    }
  });

  function envelopeOf(message: StringIndexed, id: string): Envelope {
    const { payload, retry_attempt: retryNum, retry_reason: retryReason } = message;
    return {
      body: isRecord(payload) ? payload : {},
      ...(typeof retryNum === 'number' && { retryNum }),
      ...(typeof retryReason === 'string' && { retryReason }),
      ack(answer) {
        if (socket.readyState !== WebSocket.OPEN) return false;
        const said = typeof answer === 'string' ? { text: answer } : answer;
        socket.send(JSON.stringify({ envelope_id: id, ...(said === undefined ? {} : { payload: said }) }));
        return true;
      },
    };
  }

  const connection: Connection = {
    leaving: leaving.promise,
    ended: ended.promise,
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    async finish(withinMs) {
      const stop = new AbortController();
      await Promise.race([idle(held), ended.promise, elapsed(withinMs, stop.signal)]);
      socket.close(1000);
      await Promise.race([ended.promise, elapsed(CLOSE_MS, stop.signal)]);
      stop.abort();
      socket.terminate();
      await ended.promise;
    },
  };
  return greeted.promise.then(() => connection);
}

/** Waits until nothing is held, also of what comes meanwhile. */
async function idle(held: ReadonlySet<Promise<void>>): Promise<void> {
  while (held.size > 0) await Promise.allSettled(held);
}

function elapsed(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}

function readMessage(text: string): StringIndexed {
  try {
    const message: unknown = JSON.parse(text);
    return isRecord(message) ? message : {};
  } catch {
    return {};
  }
}

function promised<T>(): { promise: Promise<T>; resolve(value: T): void; reject(error: Error): void } {
  let [resolve, reject]: [(value: T) => void, (error: Error) => void] = [() => {}, () => {}];
  const promise = new Promise<T>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { promise, resolve, reject };
}
