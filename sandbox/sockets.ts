// Slack's side of Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { sleep } from './clock.ts';
import type { Ack } from './traffic.ts';

type Reason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

/** What is sent by a socket. */
export interface SocketEnvelope {
  type: 'events_api' | 'interactive' | 'slash_commands';
  acceptsAnswer: boolean;
  payload: unknown;
  attempt: number;
  reason?: string | undefined;
}

/** What Slack does with the sockets of the app, on demand. */
export interface SocketFaults {
  /** Sockets of the app that are open. */
  readonly open: number;
  /** Tells every socket that it is going to be closed, and closes it so much later. */
  disconnect(reason: 'warning' | 'refresh_requested', graceMs?: number): void;
  /** The same again and again, until the returned function is called. */
  disconnectEvery(ms: number, graceMs?: number): () => void;
  /** Those that are open say nothing more and hear nothing more, and stay open. */
  silence(): void;
  /** Those that are open end in the middle of everything. */
  drop(): void;
  /** Socket Mode is switched off, or on again, in the settings of the app. */
  switchOff(isOff?: boolean): void;
  /** Sends this by every socket, whatever it is. */
  say(message: unknown): void;
}

export interface Sockets extends SocketFaults {
  /** An address for one connection. */
  issue(url: string): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** By one of the sockets; by another one when that ends before it was acked. */
  send(envelope: SocketEnvelope, onSent: (to: string) => void): Promise<Ack>;
}

interface Line {
  name: string;
  socket: WebSocket;
  isLeaving: boolean;
  isSilent: boolean;
  /** By the id of the envelope. */
  waiting: Map<string, (answer: Answer) => void>;
}

type Answer = { payload: unknown } | 'closed' | 'timeout';

const MOST_LINES = 10;
const PING_MS = 5_000;
const GRACE_MS = { warning: 10_000, refresh_requested: 2_000 };

export function makeSockets(options: {
  appId: string;
  ackTimeoutMs: number;
  pingMs?: number | undefined;
  nextId(prefix: string): string;
  flag(violation: string): void;
}): Sockets {
  const { appId, ackTimeoutMs, pingMs = PING_MS, nextId, flag } = options;
  const server = new WebSocketServer({ noServer: true, autoPong: false, clientTracking: false });
  const tickets = new Set<string>();
  const lines = new Set<Line>();
  const acked = new Set<string>();
  /** Nobody waits for their acks any more. */
  const late = new Set<string>();
  let turn = 0;
  let isOff = false;

  function accept(socket: WebSocket): void {
    const refused = isOff ? 'link_disabled' : lines.size >= MOST_LINES ? 'too_many_websockets' : null;
    if (refused) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: refused }));
      socket.close(1000);
      return;
    }
    const line: Line = {
      name: nextId('socket '),
      socket,
      isLeaving: false,
      isSilent: false,
      waiting: new Map(),
    };
    lines.add(line);
    const pinging = setInterval(() => line.isSilent || socket.ping(), pingMs).unref();
    socket.on('ping', (data) => line.isSilent || socket.pong(data));
    socket.on('error', () => {});
    socket.on('message', (data) => line.isSilent || hear(line, String(data)));
    socket.on('close', () => {
      clearInterval(pinging);
      lines.delete(line);
      for (const tell of [...line.waiting.values()]) tell('closed');
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: lines.size,
        connection_info: { app_id: appId },
        debug_info: { host: 'sandbox', approximate_connection_time: 18_060 },
      }),
    );
  }

  function hear(line: Line, text: string): void {
    const { envelope_id: id, payload } = readAnswer(text);
    const tell = line.waiting.get(id);
    if (tell) {
      acked.add(id);
      tell({ payload });
    } else if (acked.has(id)) flag(`${id} was acked twice`);
    else if (!late.has(id)) flag(`an ack of what was not sent by it: ${text.slice(0, 200)}`);
  }

  /** One after the other, those that are to be closed only where there is no other. */
  function nextLine(): Line | undefined {
    const open = [...lines].filter(({ socket }) => socket.readyState === socket.OPEN);
    const staying = open.filter(({ isLeaving }) => !isLeaving);
    const choice = staying.length > 0 ? staying : open;
    return choice[turn++ % choice.length];
  }

  function deliver(line: Line, id: string, text: string, withinMs: number): Promise<Answer> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => tell('timeout'), withinMs);
      const tell = (answer: Answer): void => {
        clearTimeout(timer);
        line.waiting.delete(id);
        if (answer === 'timeout') late.add(id);
        resolve(answer);
      };
      line.waiting.set(id, tell);
      if (!line.isSilent) line.socket.send(text);
    });
  }

  function leave(line: Line, reason: Reason, graceMs: number): void {
    if (line.isLeaving) return;
    line.isLeaving = true;
    if (!line.isSilent) line.socket.send(JSON.stringify({ type: 'disconnect', reason }));
    void sleep(graceMs).then(() => line.socket.close(1000));
  }

  const sockets: Sockets = {
    issue(url) {
      const ticket = nextId('ticket-');
      tickets.add(ticket);
      return `${url.replace(/^http/, 'ws')}/link/?ticket=${ticket}`;
    },
    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const known = url.pathname === '/link/' && tickets.delete(url.searchParams.get('ticket') ?? '');
      if (!known) return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      server.handleUpgrade(request, socket, head, accept);
    },
    async send({ type, acceptsAnswer, payload, attempt, reason }, onSent) {
      const id = nextId('envelope-');
      const until = performance.now() + ackTimeoutMs;
      const failed = (problem: Ack['problem']): Ack => ({ status: 0, body: '', problem, noRetry: false });
      for (let tries = 0; ; tries++) {
        // What came by a socket that has ended waits for another one.
        while (tries > 0 && !nextLine() && performance.now() < until) await sleep(20);
        const line = nextLine();
        if (!line) return failed(tries === 0 ? 'refused' : 'dropped');
        onSent(line.name);
        const text = JSON.stringify({
          envelope_id: id,
          type,
          accepts_response_payload: acceptsAnswer,
          payload,
          ...(type === 'events_api' || tries > 0
            ? {
                retry_attempt: attempt + tries,
                retry_reason: tries > 0 ? 'connection_closed' : (reason ?? ''),
              }
            : {}),
        });
        const answer = await deliver(line, id, text, until - performance.now());
        if (answer === 'timeout') return failed('timeout');
        if (answer === 'closed') continue;
        const isEmpty = Object.keys((answer.payload as object | null) ?? {}).length === 0;
        if (!isEmpty && !acceptsAnswer) flag(`an answer in the ack of ${type} that takes none`);
        return {
          status: 200,
          body: isEmpty ? '' : JSON.stringify(answer.payload),
          problem: null,
          noRetry: false,
        };
      }
    },
    get open() {
      return lines.size;
    },
    disconnect(reason, graceMs = GRACE_MS[reason]) {
      for (const line of lines) leave(line, reason, graceMs);
    },
    disconnectEvery(ms, graceMs) {
      let count = 0;
      const timer = setInterval(() => {
        sockets.disconnect(count++ % 2 === 0 ? 'refresh_requested' : 'warning', graceMs);
      }, ms);
      return () => clearInterval(timer);
    },
    silence() {
      for (const line of lines) line.isSilent = true;
    },
    drop() {
      for (const { socket } of lines) socket.terminate();
    },
    switchOff(off = true) {
      isOff = off;
      if (off) for (const line of lines) leave(line, 'link_disabled', 0);
    },
    say(message) {
      const text = typeof message === 'string' ? message : JSON.stringify(message);
      for (const { socket } of lines) socket.send(text);
    },
  };
  return sockets;
}

function readAnswer(text: string): { envelope_id: string; payload: unknown } {
  try {
    const { envelope_id: id = '', payload = null } = JSON.parse(text);
    return { envelope_id: String(id), payload };
  } catch {
    return { envelope_id: '', payload: null };
  }
}
