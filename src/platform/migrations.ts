import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { projectFolder } from './project.ts';

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
