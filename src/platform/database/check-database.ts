import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { ConfigError } from '../config.ts';
import type { Db } from '../ctx.ts';
import type { Logger } from '../logger.ts';
import { cutConnection, errorCode, NO_SCHEMA, openConnection } from './database.ts';
import { compareMigrations } from './migrate.ts';
import { UnfitDatabase } from './session.ts';

const NAME = 'baton (check)';
const ROUNDS = 3;
const NEWS_MS = 3_000;

/** Where the database is: `directUrl` leads to PostgreSQL itself, where `url` leads through a pooler. */
interface Addresses {
  url: string;
  directUrl: string | undefined;
}

/**
 * Makes sure that Baton's sessions, LISTEN and locks work on this database, before anything is written.
 * Throws an UnfitDatabase that says what to set.
 */
export async function checkDatabase(options: Addresses & { pool: pg.Pool }): Promise<void> {
  const { pool, url, directUrl } = options;
  const direct = directUrl ?? url;
  await checkSessionsAreKept(options);
  const problems = await sessionProblems(pool);
  if (problems.length === 0 && !(await hearsThePool(direct, pool))) {
    problems.push(
      directUrl === undefined
        ? 'NOTIFY does not arrive over DATABASE_URL. Set DATABASE_DIRECT_URL to the address of PostgreSQL itself.'
        : 'What is said over DATABASE_URL is not heard over DATABASE_DIRECT_URL: both must lead to the same database.',
    );
  }
  if (problems.length > 0) throw new UnfitDatabase(problems);
}

/** Refuses an address at which a session may be another from one transaction to the next. */
export async function checkSessionsAreKept({ url, directUrl }: Addresses): Promise<void> {
  if (!(await sessionsAreShared(directUrl ?? url))) return;
  throw new UnfitDatabase([
    directUrl === undefined
      ? 'DATABASE_URL goes through a pooler that may give each transaction another session (PgBouncer’s transaction mode). Set DATABASE_DIRECT_URL to the address of the PostgreSQL behind it: Baton listens, locks and migrates there.'
      : 'DATABASE_DIRECT_URL goes through a pooler that may give each transaction another session. Set it to the address of PostgreSQL itself.',
  ]);
}

/** Refuses a database that lacks migrations of this version; one that is ahead is only said. */
export async function checkSchema(pool: pg.Pool, log: Logger): Promise<void> {
  const { state, missing, unknown } = await compareMigrations(pool);
  if (state === 'older') {
    throw new UnfitDatabase([
      `The database is older than this Baton: ${missing.join(', ')} not applied. Bring it up to this version first: npm run db:deploy`,
    ]);
  }
  if (state === 'newer')
    log.warn({ migrations: unknown }, 'the database is newer than this Baton: install the newer version');
}

/** What a statement of the pool finds is true of every one: the pool sees to it each time. */
async function sessionProblems(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{
    zone: string;
    style: string;
    schema: string | null;
    readOnly: string;
    version: number;
  }>(
    `SELECT current_setting('TimeZone') AS zone, current_setting('DateStyle') AS style,
            current_schema() AS schema, current_setting('transaction_read_only') AS "readOnly",
            current_setting('server_version_num')::int AS version`,
  );
  const [found] = rows;
  if (!found) throw new Error('query of session settings returned no row');
  return [
    ...(found.version < OLDEST ? ['PostgreSQL is too old. Baton needs PostgreSQL 15 or newer.'] : []),
    ...(found.zone === 'UTC' ? [] : [notHeld('TimeZone', 'UTC', found.zone)]),
    ...(found.style.startsWith('ISO') ? [] : [notHeld('DateStyle', 'ISO', found.style)]),
    ...(found.schema === null ? [NO_SCHEMA] : []),
    ...(found.readOnly === 'off' ? [] : [READ_ONLY]),
  ];
}

/** PostgreSQL 15: the oldest that Baton is tested with. */
const OLDEST = 150_000;

const READ_ONLY =
  'The database is read-only: a standby, or default_transaction_read_only. Name the server that can be written to in DATABASE_URL.';

const notHeld = (name: string, wanted: string, found: string) =>
  `${name} is ${found} although Baton sets it to ${wanted}: something between drops settings of a session. If that is a pooler, set DATABASE_DIRECT_URL to the address of PostgreSQL itself.`;

/** Whether two connections at once are served by the same session, or one by several. */
async function sessionsAreShared(url: string): Promise<boolean> {
  const one = await openConnection(url, NAME);
  try {
    const other = await openConnection(url, NAME);
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const before = await sessionOf(one);
        await other.query('BEGIN');
        const beside = await sessionOf(other);
        // The session that the other holds may be the only one: we ask again only where it is not ours.
        const after = beside === before ? before : await sessionOf(one);
        await other.query('COMMIT');
        if (beside === before || after !== before) return true;
      }
      return false;
    } finally {
      await other.end();
    }
  } finally {
    await one.end();
  }
}

async function sessionOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
}

async function hearsThePool(direct: string, pool: pg.Pool): Promise<boolean> {
  const client = await openConnection(direct, NAME);
  try {
    const heard = new Promise<true>((resolve) => client.once('notification', () => resolve(true)));
    await client.query('LISTEN baton_check');
    await pool.query("SELECT pg_notify('baton_check', '')");
    return await Promise.race([heard, pause(NEWS_MS, false, { ref: false })]);
  } finally {
    cutConnection(client);
  }
}

/** Throws where nothing can be written. That a server answers says little: it may be read-only, its disk full. */
export async function checkTakesWrites(db: Db): Promise<void> {
  await db.$executeRaw`
    INSERT INTO readiness (id, written_at) VALUES (1, now()) ON CONFLICT (id) DO UPDATE SET written_at = now()`;
}

const ATTEMPTS = 15;
const PAUSE_MS = 2_000;
/** PostgreSQL's codes for a user, a password or a database that it does not know: waiting changes nothing. */
const UNKNOWN_THERE = /^(28\d{3}|3D000)$/;

/** Resolves when the database answers. Rejects with a ConfigError after half a minute, or where waiting cannot help. */
export async function waitForDatabase(options: {
  url: string;
  log: Logger;
  stopping: AbortSignal;
}): Promise<void> {
  const { url, log, stopping } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      // Not by the pool: it would leave its settings in the sessions of a pooler that has not been checked yet.
      const client = await openConnection(url, 'baton (start)');
      await client.query('SELECT 1').finally(() => client.end());
      return;
    } catch (error) {
      const code = errorCode(error);
      if (attempt === ATTEMPTS || UNKNOWN_THERE.test(code ?? ''))
        throw new ConfigError([
          `DATABASE_URL does not answer (${code ?? 'no reason given'}): look whether the server runs and lets Baton in`,
        ]);
      log.warn({ code }, 'the database does not answer yet; trying again');
      await pause(PAUSE_MS, undefined, { signal: stopping });
    }
  }
}
