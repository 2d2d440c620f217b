import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { ourSession } from './database.ts';
import type { Logger } from './logger.ts';
import { projectFolder } from './project.ts';
import { openSchemaEngine } from './schema-engine.ts';

/** Our own advisory lock. Prisma's engine takes one too, but gives up after ten seconds. */
const LOCK = 'SELECT pg_advisory_lock(4271, 1)';
const LOCK_WAIT = '120s';
const EVERYTHING = { externalTables: [], externalEnums: [] };

/**
 * Brings a database up to prisma/migrations and returns the names applied. Processes that start together wait
 * for each other. A migration is all or nothing: one that was cut off by a crash is simply tried again.
 */
export async function migrate(url: string, log: Logger): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: ourSession(url), max: 2, connectionTimeoutMillis: 5_000 });
  pool.on('error', () => {}); // whoever uses a lost connection hears of it
  try {
    const lock = await pool.connect();
    lock.on('error', () => {});
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
  const baseDir = join(projectFolder, 'prisma', 'migrations');
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(baseDir, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.sort().map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(join(baseDir, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  };
}
