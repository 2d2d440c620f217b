import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { projectFolder } from '../src/platform/config.ts';

const MIGRATION = join(projectFolder, 'prisma', 'migrations', '20261130100000_owed', 'migration.sql');

/**
 * Says what is owed of cases that were written row by row, as the migration did for those that it found; all at once. When
 * each is drawn anew is left to the first look, as by the migration that came after.
 */
export async function fillOwed(pool: Pick<pg.Pool, 'query'>): Promise<void> {
  const sql = await readFile(MIGRATION, 'utf8');
  await pool.query('DELETE FROM owed');
  await pool.query(`ALTER TABLE owed ALTER redraw_at SET DEFAULT '-infinity'`);
  await pool.query(sql.slice(sql.indexOf('INSERT INTO "owed"'), sql.indexOf('CREATE INDEX')));
  await pool.query('ALTER TABLE owed ALTER redraw_at DROP DEFAULT');
}
