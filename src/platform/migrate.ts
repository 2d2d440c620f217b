import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import type pg from 'pg';
import { NO_SCHEMA, openPool } from './database.ts';
import type { Logger } from './logger.ts';
import { knownMigrations, migrationsFolder } from './migrations.ts';
import { isInTheWay, runScript } from './run-script.ts';
import { openSchemaEngine } from './schema-engine.ts';
import type { Bounds } from './session.ts';
import { UnfitDatabase } from './unfit-database.ts';

/**
 * Our own advisory lock. Prisma's engine takes one too, but gives up after ten seconds. It is asked for again and
 * again, not waited for: CREATE INDEX CONCURRENTLY waits for every statement that runs, and so for one that waits.
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
const EVERYTHING = { externalTables: [], externalEnums: [] };

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
  let inTheWay = false;
  const engine = await openSchemaEngine(pool, (script) =>
    runScript(lock, script, log).catch((error: unknown) => {
      inTheWay = isInTheWay(error);
      throw error;
    }),
  );
  try {
    const migrationsList = await readMigrations();
    const { failedMigrationNames } = await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters: EVERYTHING,
    });
    for (const migrationName of failedMigrationNames) {
      log.warn({ migration: migrationName }, 'migration was interrupted, trying it again');
      await engine.markMigrationRolledBack({ migrationName });
    }
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: EVERYTHING });
    for (const migration of appliedMigrationNames) log.info({ migration }, 'migration applied');
    return appliedMigrationNames;
  } catch (error) {
    if (inTheWay) throw new UnfitDatabase([IN_USE]);
    throw error;
  } finally {
    engine.free();
  }
}

async function readMigrations(): Promise<MigrationList> {
  const read = (...path: string[]) => readFile(join(migrationsFolder, ...path), 'utf8');
  const names = await knownMigrations();
  return {
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content: await read('migration_lock.toml') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await read(name, 'migration.sql') },
        },
      })),
    ),
  };
}
