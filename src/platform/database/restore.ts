import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Logger } from '../logger.ts';
import { type Contents, checkBackup, listTables } from './backup.ts';
import { BackupError, type Head, readBackup } from './backup-file.ts';
import { errorCode, openPool } from './database.ts';
import { compareMigrations, knownMigrations, migrate, UNBOUNDED } from './migrate.ts';

/**
 * Brings what is in a backup into an empty database, and that up to this version. The rows come in one transaction: a
 * failure or a kill leaves tables without rows, onto which it may be tried again. `url` leads to PostgreSQL itself, as a
 * role that may make tables. Throws a BackupError that says what is in the way.
 */
export async function restore(options: { url: string; file: string; log: Logger }): Promise<Contents> {
  const { url, file, log } = options;
  // Read twice: what is not whole is refused before anything is written.
  const { head } = await checkBackup(file);
  await checkVersion(head);
  const pool = openPool({ url, bounds: UNBOUNDED, poolSize: 2, log });
  try {
    await checkTarget(pool, head);
    await migrate(url, log, head.migrations);
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const contents = await load(client, file);
      await client.query('COMMIT');
      await migrate(url, log);
      return contents;
    } catch (error) {
      // unique_violation and others: somebody wrote meanwhile, or rows that do not fit.
      if (/^(23|22|42)/.test(errorCode(error) ?? ''))
        throw new BackupError(
          `The database does not take the rows (${errorCode(error)}). Nothing of them was kept.`,
        );
      throw error;
    } finally {
      client.release(true);
    }
  } finally {
    await pool.end();
  }
}

async function checkVersion({ migrations }: Head): Promise<void> {
  const known = await knownMigrations();
  const unknown = migrations.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new BackupError(
      `The backup was made by a newer Baton (${unknown.at(-1)} is not known here). Install that one first.`,
    );
  const between = known.slice(0, known.indexOf(migrations.at(-1) ?? '') + 1);
  if (between.length !== migrations.length)
    throw new BackupError(
      'The backup is of a database that lacked migrations in between. Bring that up to date first.',
    );
}

const FILLED = 'The database is not empty. Restore into a new one, or one whose tables have no rows.';

async function checkTarget(pool: pg.Pool, { migrations }: Head): Promise<void> {
  const client = await pool.connect();
  try {
    for (const { table } of await listTables(client)) {
      const { rowCount } = await client.query(`SELECT FROM ${pg.escapeIdentifier(table)} LIMIT 1`);
      if (rowCount !== 0) throw new BackupError(FILLED);
    }
  } finally {
    client.release();
  }
  const { unknown, applied } = await compareMigrations(pool);
  if (unknown.length > 0 || applied > migrations.length)
    throw new BackupError(
      'The tables there are newer than the backup. Restore into a database without tables: they come with it.',
    );
}

async function load(client: pg.PoolClient, file: string): Promise<Contents> {
  let found: Head | undefined;
  const tables = (await listTables(client)).map(({ table }) => table);
  return readBackup(file, {
    async head(head) {
      found = head;
    },
    async table(table, columns, rows) {
      if (!tables.includes(table))
        throw new BackupError(`The backup has a table that is not known: ${table}.`);
      const name = pg.escapeIdentifier(table);
      // Its triggers would write what the backup has. It also keeps out whoever writes meanwhile.
      await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
      const { rowCount } = await client.query(`SELECT FROM ${name} LIMIT 1`);
      if (rowCount !== 0) throw new BackupError(FILLED);
      const listed = columns.map(pg.escapeIdentifier).join(', ');
      await pipeline(Readable.from(rows), client.query(copyFrom(`COPY ${name} (${listed}) FROM STDIN`)));
    },
    async end(counts) {
      if (!found) throw new Error('backup without a head');
      await client.query(DOUBT, [found.at]);
      for (const table of tables)
        await client.query(`ALTER TABLE ${pg.escapeIdentifier(table)} ENABLE TRIGGER USER`);
      return { head: found, tables: counts };
    },
  });
}

/**
 * What waited to be posted at the backup may have been posted since: it is looked for in Slack before it is posted
 * again. What has to wait still was not posted.
 */
const DOUBT = `
  UPDATE outbox_messages
     SET state = 'uncertain', attempt = greatest(attempt, 1), first_attempt_at = coalesce(first_attempt_at, least(created_at, $1::timestamptz)),
         not_before = now(), lease_token = NULL, lease_until = NULL
   WHERE state = 'sending' OR (state = 'pending' AND (hold_until IS NULL OR hold_until <= now()))`;
