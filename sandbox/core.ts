import type { DrawFault } from './faults.ts';
import type { Limiter } from './limiter.ts';
import type { Sockets } from './sockets.ts';
import type { World } from './state.ts';
import type { TrafficLog } from './traffic.ts';

/** What every part of the sandbox works with. */
export interface Core {
  world: World;
  traffic: TrafficLog;
  draw: DrawFault;
  limiter: Limiter;
  /** 'http://127.0.0.1:PORT'. */
  url: string;
  signingSecret: string;
  appUrls: () => string[];
  sockets: Sockets;
  /** The app is in Socket Mode: what is sent to it goes by its sockets. */
  isSocketMode: boolean;
  ackTimeoutMs: number;
  /** Waits before the second, third and fourth delivery of an event. */
  eventRetryMs: readonly number[];
  /** From the end of an upload until a message may show the file. */
  fileProcessingMs: number;
  /** How long a person waits for something to appear. */
  patienceMs: number;
  /** The load balancer's turn. */
  turn: number;
  closed: boolean;
}
