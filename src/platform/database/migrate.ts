import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { projectFolder } from '../config.ts';
import type { Logger } from '../logger.ts';
import { errorCode, NO_SCHEMA, openPool } from './database.ts';
import { type Bounds, UnfitDatabase } from './session.ts';

export const migrationsFolder = join(projectFolder, 'prisma', 'migrations');

export type SchemaState = 'current' | 'older' | 'newer';

export interface AppliedMigrations {
  /** Of the database, as this version of Baton sees it. */
  state: SchemaState;
  applied: number;
  /** This version's, not applied yet. */
  missing: string[];
  /** Applied, and unknown to this version. */
  unknown: string[];
}

let known: Promise<string[]> | undefined;

/** The names of this version's migrations, in their order. */
export function knownMigrations(): Promise<string[]> {
  known ??= readdir(migrationsFolder, { withFileTypes: true }).then((entries) =>
    entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort(),
  );
  return known;
}

/** One statement and no lock: cheap enough to be asked every few seconds. */
export async function compareMigrations(pool: pg.Pool): Promise<AppliedMigrations> {
  const wanted = await knownMigrations();
  const found = await appliedMigrations(pool);
  const missing = wanted.filter((name) => !found.has(name));
  const unknown = [...found].filter((name) => !wanted.includes(name));
  const state = missing.length > 0 ? 'older' : unknown.length > 0 ? 'newer' : 'current';
  return { state, applied: found.size, missing, unknown };
}

/** Whether the database is at this version's migrations. One that lacks any is older, whatever else it has. */
export async function schemaState(pool: pg.Pool): Promise<SchemaState> {
  return (await compareMigrations(pool)).state;
}

async function appliedMigrations(pool: pg.Pool): Promise<Set<string>> {
  try {
    const { rows } = await pool.query<{ name: string }>(
      `SELECT migration_name AS name FROM _prisma_migrations
        WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    );
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    // undefined_table: nothing was ever applied
    if ((error as { code?: unknown }).code === '42P01') return new Set();
    throw error;
  }
}

/** The first line of a migration whose statements PostgreSQL refuses inside a transaction. */
const OUTSIDE = /^-- outside a transaction\n/;
/** They let others read and write while they wait, and what they wait for may be a backup. */
const OUTSIDE_LOCK = '10min';

/** Deadlock, or no lock in time: with everything given back, another try may find the table free. */
const isInTheWay = (error: unknown): boolean => /^(40P01|55P03)$/.test(errorCode(error) ?? '');
const PATIENCE_MS = 120_000;
const PAUSE_MS = 1_500;

/**
 * Runs a migration on the connection that holds our lock: the server finishes a script whose sender is dead, and
 * nobody may come in before that. Sent whole, PostgreSQL runs it in one transaction; the statement that records it is
 * part of that, so that a process killed here leaves either all of a migration or nothing.
 */
export async function runScript(
  client: pg.PoolClient,
  script: string,
  record: string,
  log: Logger,
): Promise<void> {
  if (OUTSIDE.test(script)) await runOneByOne(client, [...statementsOf(script), record]);
  else await runWhole(client, `${script}\n;${record}`, log);
}

async function runWhole(client: pg.PoolClient, script: string, log: Logger): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(script);
      return;
    } catch (error) {
      if (!isInTheWay(error) || performance.now() > deadline) throw error;
      if (attempt === 1) log.warn('migration waits for a table that is in use, trying again');
      await pause(PAUSE_MS);
    }
  }
}

/** Each statement must bear being run again: what stands after a crash is not undone. */
async function runOneByOne(client: pg.PoolClient, statements: string[]): Promise<void> {
  const { rows } = await client.query<{ lock_timeout: string }>('SHOW lock_timeout');
  await client.query(`SET lock_timeout TO '${OUTSIDE_LOCK}'`);
  for (const statement of statements) await client.query(statement);
  await client.query(`SET lock_timeout TO '${rows[0]?.lock_timeout}'`);
}

/** They end with the line. */
export function statementsOf(script: string): string[] {
  return script
    .replace(/^\s*--.*$/gm, '')
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter(Boolean);
}

/**
 * It is asked for again and again, not waited for: CREATE INDEX CONCURRENTLY waits for every statement that runs, and
 * so for one that waits.
 */
const TAKE_LOCK = 'SELECT pg_try_advisory_lock(4271, 1) AS taken';
const LOCK_WAIT_MS = 120_000;
const LOCK_RETRY_MS = 200;

/** A script may take its time; but while it waits for a lock, everybody else on that table waits behind it. */
const BOUNDS: Bounds = {
  connectMs: 5_000,
  lockMs: 2_000,
  statementMs: 0,
  answerMs: 0,
  idleInTransactionMs: 0,
  transactionMs: 0,
};

/** For whoever reads or writes all there is, and holds up nobody while they wait. */
export const UNBOUNDED: Bounds = { ...BOUNDS, lockMs: 10_000 };

const OTHERS = `SELECT FROM pg_tables
  WHERE schemaname = current_schema() AND to_regclass('_prisma_migrations') IS NULL LIMIT 1`;
const NOT_OURS =
  'The database has tables that are not Baton’s. Give Baton one of its own, or a schema: ?schema= in DATABASE_URL.';

/** As `prisma migrate deploy` makes it, and reads it. */
const RECORDS = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
  migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;
/** Ours are recorded when they are done. Another's, or an earlier version's, may have been cut off. */
const ROLL_BACK = `UPDATE _prisma_migrations SET rolled_back_at = now()
  WHERE finished_at IS NULL AND rolled_back_at IS NULL RETURNING migration_name AS migration`;

const IN_USE =
  'A migration did not get a table to itself for two minutes: a backup, a report or an open transaction holds it. Try again when that has ended; until then everything is as it was.';

/**
 * Brings a database up to prisma/migrations and returns the names applied. Processes that start together wait
 * for each other. A migration is all or nothing: one that was cut off by a crash is simply tried again.
 * `url` leads to PostgreSQL itself: a pooler may not keep the lock. With `only` it stops at these.
 */
export async function migrate(url: string, log: Logger, only?: readonly string[]): Promise<string[]> {
  const pool = openPool({ url, bounds: BOUNDS, poolSize: 2, log });
  try {
    const lock = await pool.connect();
    try {
      const { rows } = await lock.query('SELECT current_schema() AS schema');
      if (rows[0]?.schema === null) throw new UnfitDatabase([NO_SCHEMA]);
      await takeLock(lock);
      return await applyMigrations(pool, lock, log, only);
    } finally {
      lock.release(true); // closing the session gives the lock back
    }
  } finally {
    await pool.end();
  }
}

async function takeLock(client: pg.PoolClient): Promise<void> {
  const deadline = performance.now() + LOCK_WAIT_MS;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(TAKE_LOCK);
    if (rows[0]?.taken) return;
    if (performance.now() > deadline)
      throw new UnfitDatabase([
        'Another process has been bringing this database up to date for two minutes.',
      ]);
    await pause(LOCK_RETRY_MS);
  }
}

async function applyMigrations(
  pool: pg.Pool,
  lock: pg.PoolClient,
  log: Logger,
  only?: readonly string[],
): Promise<string[]> {
  const { rows: others } = await lock.query(OTHERS);
  if (others.length > 0) throw new UnfitDatabase([NOT_OURS]);
  await lock.query(RECORDS);
  const { rows: interrupted } = await lock.query<{ migration: string }>(ROLL_BACK);
  for (const { migration } of interrupted)
    log.warn({ migration }, 'migration was interrupted, trying it again');
  const missing = (await compareMigrations(pool)).missing.filter((name) => only?.includes(name) ?? true);
  for (const migration of missing) {
    const script = await readFile(join(migrationsFolder, migration, 'migration.sql'), 'utf8');
    await runScript(lock, script, recordOf(migration, script), log).catch((error: unknown) => {
      if (isInTheWay(error)) throw new UnfitDatabase([IN_USE]);
      const reason = error instanceof Error ? error.message : 'unknown reason';
      throw new Error(`migration ${migration} failed: ${reason}`, { cause: error });
    });
    log.info({ migration }, 'migration applied');
  }
  return missing;
}

function recordOf(migration: string, script: string): string {
  const checksum = createHash('sha256').update(script).digest('hex');
  return `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
    VALUES (gen_random_uuid(), '${checksum}', ${pg.escapeLiteral(migration)}, now(), 1)`;
}
