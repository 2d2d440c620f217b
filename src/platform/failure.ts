import { errorCode } from './database/database.ts';

/** What may be logged of an error: its kind, code and place. Its text may quote data, and is left out. */
export function failureOf(error: unknown): { error: string; code?: string; at?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = errorCode(error);
  const at = placeOf(error);
  return { error: error.name, ...(code && { code }), ...(at && { at }) };
}

const FRAME = /^ {4}at (?:[\w$.<>#[\] ]+ \()?((?:file:\/\/|node:|\/|[A-Za-z]:\\)[^()]*:\d+:\d+)\)?$/;

/** Returns the topmost frame. A message may have lines that begin with *at*, so only what stands below it is read. */
function placeOf({ stack = '', message }: Error): string | undefined {
  const from = stack.indexOf(message);
  const lines = (from < 0 ? stack : stack.slice(from + message.length)).split('\n').reverse();
  const end = lines.findIndex((line) => !isFrame(line));
  const frames = end < 0 ? lines : lines.slice(0, end);
  return frames.reverse().flatMap((line) => FRAME.exec(line)?.[1] ?? [])[0];
}

/** Those of the engine itself, such as `at new Promise (<anonymous>)`, name no file. */
const isFrame = (line: string): boolean =>
  FRAME.test(line) || /^ {4}at [\w$.<>#[\] ]+ \(<anonymous>\)$/.test(line);

/** Prisma's codes for a database that was not reached, or did not answer in time. */
const CODES = new Set(['P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028', 'P2037']);
/** Prisma's words for the same beneath a raw statement's error. */
const KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TlsConnectionError',
]);
/** PostgreSQL's: connections, resources, shutting down, read-only, cancelled, a lock not had in time. */
const STATES = /^(08...|53...|57...|58...|25006|55P03)$/;
const SOCKET = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;
/** pg throws these with no code. */
const TEXTS =
  /^(Query read timeout|timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Client was closed)/;

/** Returns whether the database, rather than the code, is why something failed: waiting may help. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, cause } = codesOf(error);
  return (
    (typeof code === 'string' && (CODES.has(code) || STATES.test(code) || SOCKET.test(code))) ||
    KINDS.has(cause?.kind ?? '') ||
    STATES.test(cause?.originalCode ?? '') ||
    TEXTS.test(error.message)
  );
}

/**
 * Returns whether a statement, or a transaction that had begun, took longer than it may: the database was there, and what
 * was asked of it may be why.
 */
export function isTooSlow(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, cause } = codesOf(error);
  return (
    code === '57014' ||
    cause?.originalCode === '57014' ||
    (code === 'P2028' && !error.message.includes('Unable to start a transaction'))
  );
}

/** Of a raw statement Prisma keeps PostgreSQL's own code below the adapter's error. */
function codesOf(error: Error) {
  const { code, meta } = error as {
    code?: unknown;
    meta?: { driverAdapterError?: { cause?: { kind?: string; originalCode?: string } } };
  };
  return { code, cause: meta?.driverAdapterError?.cause };
}
