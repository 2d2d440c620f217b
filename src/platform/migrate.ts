import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { NO_SCHEMA, openPool } from './database.ts';
import type { Logger } from './logger.ts';
import { compareMigrations, migrationsFolder } from './migrations.ts';
import { isInTheWay, runScript } from './run-script.ts';
import type { Bounds } from './session.ts';
import { UnfitDatabase } from './unfit-database.ts';

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
 * `url` leads to PostgreSQL itself: a pooler may not keep the lock.
 */
export async function migrate(url: string, log: Logger): Promise<string[]> {
  const pool = openPool({ url, bounds: BOUNDS, poolSize: 2, log });
  try {
    const lock = await pool.connect();
    try {
      const { rows } = await lock.query('SELECT current_schema() AS schema');
      if (rows[0]?.schema === null) throw new UnfitDatabase([NO_SCHEMA]);
      await takeLock(lock);
      return await applyMigrations(pool, lock, log);
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

async function applyMigrations(pool: pg.Pool, lock: pg.PoolClient, log: Logger): Promise<string[]> {
  const { rows: others } = await lock.query(OTHERS);
  if (others.length > 0) throw new UnfitDatabase([NOT_OURS]);
  await lock.query(RECORDS);
  const { rows: interrupted } = await lock.query<{ migration: string }>(ROLL_BACK);
  for (const { migration } of interrupted)
    log.warn({ migration }, 'migration was interrupted, trying it again');
  const { missing } = await compareMigrations(pool);
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
