import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../../../prisma/generated/client.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../logger.ts';
import { type Bounds, keepSessions, keepTransactions, readAddress, UnfitDatabase } from './session.ts';

export interface Database {
  db: PrismaClient;
  pool: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  /** A pooler stands between, which may give each transaction another session. */
  pooled?: boolean;
  bounds?: Bounds;
  poolSize?: number;
  log: Logger;
}

/**
 * Every wait is bounded, so that the edge answers Slack within its three seconds even when the database does not:
 * a free connection 800 ms, a lock 1,100 ms (PostgreSQL looks for deadlocks after 1,000), a statement 1,200 ms, an
 * answer 1,500 ms. A statement without an answer in time has an unknown outcome.
 */
export const CLICK_BOUNDS: Bounds = {
  connectMs: 800,
  lockMs: 1_100,
  statementMs: 1_200,
  answerMs: 1_500,
  idleInTransactionMs: 5_000,
  transactionMs: 2_300,
};

/** A pool and the Prisma client on top of it. Neither connects before it is used. */
export function openDatabase(options: DatabaseOptions): Database {
  const { connectMs, transactionMs } = options.bounds ?? CLICK_BOUNDS;
  const pool = openPool(options);
  const db = new PrismaClient({
    adapter: new InItsSchema(pool),
    transactionOptions: { maxWait: connectMs, timeout: transactionMs },
  });
  return {
    db,
    pool,
    async close() {
      await db.$disconnect();
      await pool.end();
    },
  };
}

/** Connections whose sessions, or behind a pooler whose transactions, are as Baton needs them. */
export function openPool(options: DatabaseOptions): pg.Pool {
  const { url, pooled = false, bounds = CLICK_BOUNDS, poolSize = 10, log } = options;
  const { connectionString, asked } = readAddress(url);
  const pool = new pg.Pool({
    connectionString,
    max: poolSize,
    connectionTimeoutMillis: bounds.connectMs,
    query_timeout: bounds.answerMs,
    keepAlive: true,
    ...(pooled ? {} : { onConnect: keepSessions(asked, bounds) }),
  });
  pool.on('error', (error) => log.warn({ code: errorCode(error) }, 'idle database connection lost'));
  pool.on('connect', (client) => {
    client.on('error', () => {}); // whoever uses a lost connection hears of it
    dropWhenUnanswered(client);
  });
  if (pooled) keepTransactions(pool, asked, bounds);
  return pool;
}

const ANSWER_MS = 5_000;

/** One connection of its own, to listen or lock on: its session is as the server gives it. */
export async function openConnection(url: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: readAddress(url).connectionString,
    application_name: name,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
  });
  client.on('error', () => {}); // whoever uses it hears of it
  try {
    await client.connect();
  } catch (error) {
    cutConnection(client);
    throw error;
  }
  return client;
}

/** Prisma names the schema in every statement, and would take `public` where nobody says. */
class InItsSchema extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const { rows } = await adapter.queryRaw({ sql: 'SELECT current_schema()', args: [], argTypes: [] });
    const schemaName = rows[0]?.[0];
    if (typeof schemaName !== 'string') throw new UnfitDatabase([NO_SCHEMA]);
    adapter.getConnectionInfo = () => ({ schemaName, supportsRelationJoins: true });
    return adapter;
  }
}

export const NO_SCHEMA =
  'The schema that the search_path names is not there. Make it (CREATE SCHEMA), or name another: ?schema= in DATABASE_URL, or the search_path of the role or the database.';

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
export function cutConnection(client: pg.Client | pg.ClientBase): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

/** PostgreSQL's or the socket's code of an error, for the log; never its text, which may quote data. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** Another system's request may take longer than a click, and no longer than its sender waits. */
const MACHINE_BOUNDS: Bounds = {
  connectMs: 2_000,
  lockMs: 2_000,
  statementMs: 5_000,
  answerMs: 6_000,
  idleInTransactionMs: 5_000,
  transactionMs: 10_000,
};

/** A scrape has ten seconds, and six statements at most. */
const WATCH_BOUNDS: Bounds = {
  connectMs: 1_000,
  lockMs: 500,
  statementMs: 1_000,
  answerMs: 1_200,
  idleInTransactionMs: 2_000,
  transactionMs: 2_000,
};

/** Nobody waits for a job; it only must not hang, nor hold what others wait for without end. */
export const JOB_BOUNDS: Bounds = {
  connectMs: 5_000,
  lockMs: 3_000,
  statementMs: 15_000,
  answerMs: 16_000,
  idleInTransactionMs: 10_000,
  transactionMs: 30_000,
};

/**
 * Connections that never wait for each other: a person's click stands behind no batch and no job, and what nobody
 * waits for may take its time. See docs/decisions/0017-three-pools.md.
 */
export interface Pools {
  people: Database;
  machines: Database;
  jobs: Database;
  /** One connection, for what is seen from outside. */
  watch: Database;
  close(): Promise<void>;
}

export function openPools({ url, config, log }: { url: string; config: Config; log: Logger }): Pools {
  const shared = { url, pooled: config.DATABASE_DIRECT_URL !== undefined, log };
  const open = (poolSize: number, bounds: Bounds) => openDatabase({ ...shared, poolSize, bounds });
  const people = open(config.DATABASE_POOL_PEOPLE, CLICK_BOUNDS);
  const machines = open(config.DATABASE_POOL_MACHINES, MACHINE_BOUNDS);
  const jobs = open(config.DATABASE_POOL_JOBS, JOB_BOUNDS);
  const watch = open(1, WATCH_BOUNDS);
  return {
    people,
    machines,
    jobs,
    watch,
    async close() {
      await Promise.all([people, machines, jobs, watch].map((database) => database.close()));
    },
  };
}
