import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Logger } from '../logger.ts';
import { BackupError, FrameWriter, type Head, readBackup } from './backup-file.ts';
import { openPool } from './database.ts';
import { UNBOUNDED } from './migrate.ts';

export interface Contents {
  head: Head;
  /** Rows by table. */
  tables: Record<string, number>;
}

/** Of a table nothing is kept that the next Baton does not write anew. */
const LEFT_OUT = ['_prisma_migrations', 'readiness'];

/**
 * Writes everything that is in the database, as of one moment, while others go on reading and writing. The file is there
 * once it was read again and found whole. `url` leads to PostgreSQL itself. Throws a BackupError.
 */
export async function backUp(options: { url: string; file: string; log: Logger }): Promise<Contents> {
  const { url, file, log } = options;
  if (await stat(file).catch(() => null))
    throw new BackupError(`${file} is there already. Name another file.`);
  const partial = `${file}.partial`;
  const pool = openPool({ url, bounds: UNBOUNDED, poolSize: 1, log });
  try {
    const client = await pool.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await pipeline(
        framesOf(client),
        createGzip(),
        createWriteStream(partial, { mode: 0o600, flags: 'wx' }),
      );
      await client.query('COMMIT');
    } finally {
      client.release(true);
    }
    const handle = await open(partial, 'r');
    await handle.sync().finally(() => handle.close());
    const contents = await checkBackup(partial);
    await rename(partial, file);
    return contents;
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === 'EEXIST')
      throw new BackupError(
        `${partial} is there: another backup writes it, or one was killed. Delete it, or name another file.`,
      );
    await rm(partial, { force: true });
    if (/^(ENOENT|EACCES|ENOSPC|EROFS|EDQUOT)$/.test(`${code}`))
      throw new BackupError(
        `${file} cannot be written (${code}). Check the path and the space that is left.`,
      );
    throw error;
  } finally {
    await pool.end();
  }
}

async function* framesOf(client: pg.PoolClient): AsyncGenerator<Buffer> {
  const writer = new FrameWriter();
  const { rows } = await client.query<{ at: Date; name: string }>(
    `SELECT now() AS at, migration_name AS name FROM _prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
  const [first] = rows;
  if (!first) throw new BackupError('The database has no tables of Baton’s: there is nothing to keep.');
  const migrations = rows.map(({ name }) => name);
  yield writer.json({ baton: 'backup', format: 1, at: first.at.toISOString(), migrations });
  const tables: Record<string, number> = {};
  for (const { table, columns } of await listTables(client)) {
    yield writer.json({ table, columns });
    const listed = columns.map(pg.escapeIdentifier).join(', ');
    const stream = client.query(copyTo(`COPY ${pg.escapeIdentifier(table)} (${listed}) TO STDOUT`));
    for await (const chunk of stream) yield* writer.rows(chunk);
    yield writer.endOfRows();
    yield writer.json({ rows: stream.rowCount });
    tables[table] = stream.rowCount;
  }
  yield writer.json({ end: true, tables });
  yield writer.sum();
}

/** The tables of the schema with their columns, what others refer to before what refers to it. */
export async function listTables(client: pg.ClientBase): Promise<{ table: string; columns: string[] }[]> {
  const { rows } = await client.query<{ table: string; columns: string[]; needs: string[] }>(
    `SELECT c.relname::text AS table,
            ARRAY(SELECT a.attname::text FROM pg_attribute a
                   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                   ORDER BY a.attnum) AS columns,
            ARRAY(SELECT DISTINCT f.relname::text FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
                   WHERE k.conrelid = c.oid AND k.contype = 'f' AND f.oid <> c.oid) AS needs
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname <> ALL ($1) ORDER BY 1`,
    [LEFT_OUT],
  );
  const ordered: { table: string; columns: string[] }[] = [];
  for (let left = rows; left.length > 0; ) {
    const waiting = new Set(left.map(({ table }) => table));
    const ready = left.filter(({ needs }) => !needs.some((name) => waiting.has(name)));
    if (ready.length === 0) throw new Error('tables that refer to each other in a circle');
    ordered.push(...ready.map(({ table, columns }) => ({ table, columns })));
    left = left.filter((one) => !ready.includes(one));
  }
  return ordered;
}

/** Reads a backup through and returns what is in it. Throws a BackupError where it is not whole. */
export async function checkBackup(file: string): Promise<Contents> {
  let found: Head | undefined;
  return readBackup(file, {
    async head(head) {
      found = head;
    },
    async table(_table, _columns, rows) {
      for await (const _ of rows);
    },
    async end(tables) {
      if (!found) throw new Error('backup without a head');
      return { head: found, tables };
    },
  });
}
