import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import type pg from 'pg';
import { openPool } from './database.ts';
import type { Logger } from './logger.ts';
import { knownMigrations, migrationsFolder } from './migrations.ts';
import { openSchemaEngine } from './schema-engine.ts';
import type { Bounds } from './session.ts';

/** Our own advisory lock. Prisma's engine takes one too, but gives up after ten seconds. */
const LOCK = 'SELECT pg_advisory_lock(4271, 1)';
const LOCK_WAIT = '120s';
/** A script may take its time; only its locks stand in others' way. */
const PATIENT: Bounds = {
  connectMs: 5_000,
  lockMs: 2_000,
  statementMs: 0,
  answerMs: 0,
  idleInTransactionMs: 0,
  transactionMs: 0,
};
const EVERYTHING = { externalTables: [], externalEnums: [] };

/**
 * Brings a database up to prisma/migrations and returns the names applied. Processes that start together wait
 * for each other. A migration is all or nothing: one that was cut off by a crash is simply tried again.
 */
export async function migrate(url: string, log: Logger): Promise<string[]> {
  const pool = openPool({ url, bounds: PATIENT, poolSize: 2, log });
  try {
    const lock = await pool.connect();
    try {
      await lock.query(`SET lock_timeout = '${LOCK_WAIT}'`);
      await lock.query(LOCK);
      return await applyMigrations(pool, lock, log);
    } finally {
      lock.release(true); // closing the session gives the lock back
    }
  } finally {
    await pool.end();
  }
}

async function applyMigrations(pool: pg.Pool, lock: pg.PoolClient, log: Logger): Promise<string[]> {
  const engine = await openSchemaEngine(pool, lock);
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
