import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../../prisma/generated/client.ts';
import type { Logger } from './logger.ts';

export interface Database {
  db: PrismaClient;
  pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * Every wait is bounded, so that the edge answers Slack within its three seconds even when the database does
 * not: a free connection 800 ms, a lock 1,100 ms (PostgreSQL looks for
 * deadlocks after 1,000), a statement 1,200 ms, an answer 1,500 ms.
 * A statement without an answer in time has an unknown outcome.
 */
const BOUNDS = {
  connectionTimeoutMillis: 800,
  lock_timeout: 1_100,
  statement_timeout: 1_200,
  query_timeout: 1_500,
  idle_in_transaction_session_timeout: 5_000,
  keepAlive: true,
};

/** A pool and the Prisma client on top of it. Neither connects before it is used. */
export function openDatabase(options: { url: string; poolSize?: number; log: Logger }): Database {
  const { url, poolSize = 10, log } = options;
  const pool = new pg.Pool({ connectionString: ourSession(url), max: poolSize, ...BOUNDS });
  pool.on('error', (error) => log.warn({ code: errorCode(error) }, 'idle database connection lost'));
  pool.on('connect', dropWhenUnanswered);
  const db = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    db,
    pool,
    async close() {
      await db.$disconnect();
      await pool.end();
    },
  };
}

/**
 * The same connection string with the session that Baton needs. TimeZone=UTC on every connection that Prisma writes
 * through: its adapter sends instants without a zone, and the server would read them in its own. No compiling of
 * statements: on the largest it alone can take as long as a statement may.
 */
export function ourSession(url: string): string {
  const parsed = new URL(url);
  const given = parsed.searchParams.get('options');
  parsed.searchParams.set('options', [given, '-c TimeZone=UTC -c jit=off'].filter(Boolean).join(' '));
  return parsed.href;
}

/**
 * pg answers "Query read timeout" and leaves the connection waiting for the late answer; whoever gets it next
 * would wait behind that. It is dropped instead.
 */
function dropWhenUnanswered(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  client.query = ((...args: unknown[]) => {
    const answer = query(...args);
    if (answer instanceof Promise) {
      answer.catch((error: unknown) => {
        if (error instanceof Error && error.message === 'Query read timeout') cutConnection(client);
      });
    }
    return answer;
  }) as typeof client.query;
}

/** Ends a connection without the goodbye that a server which no longer answers would not take. */
export function cutConnection(client: pg.Client | pg.PoolClient): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

/** PostgreSQL's or the socket's code of an error, for the log; never its text, which may quote data. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
