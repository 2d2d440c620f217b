import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../src/platform/project.ts';
import { type Finding, ok, wrong } from './finding.ts';
import { count } from './io.ts';
import type { Opened } from './open.ts';

/** PostgreSQL 15: the oldest that Baton is tested with. */
const OLDEST = 150_000;

export async function checkDatabase({ pool }: Opened): Promise<Finding[]> {
  const { rows } = await pool.query(`
    SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
           current_setting('TimeZone') AS zone`);
  const { number, version, zone } = rows[0];
  return [
    number >= OLDEST
      ? ok(`PostgreSQL ${version} answers`)
      : wrong(`PostgreSQL ${version} is too old`, 'Baton needs PostgreSQL 15 or newer.'),
    zone === 'UTC'
      ? ok('Connections are in UTC')
      : wrong(`Connections are in ${zone}`, 'Take "options" with another TimeZone out of DATABASE_URL.'),
    await checkMigrations(pool),
  ];
}

async function checkMigrations(pool: Opened['pool']): Promise<Finding> {
  const deploy = 'Bring the database up to this version: npm run db:deploy';
  const entries = await readdir(join(projectFolder, 'prisma', 'migrations'), { withFileTypes: true });
  const wanted = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const found = await pool.query<{ ready: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS ready",
  );
  if (!found.rows[0]?.ready) return wrong('Nothing says which migrations were applied', deploy);
  const { rows } = await pool.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  const applied = new Set(rows.map(({ name }) => name));
  const missing = wanted.filter((name) => !applied.has(name));
  const newer = [...applied].filter((name) => !wanted.includes(name));
  if (missing.length > 0)
    return wrong(`${count(missing.length, 'migration')} not applied: ${missing.join(', ')}`, deploy);
  if (newer.length > 0)
    return wrong(
      `The database is newer than this version: ${newer.join(', ')}`,
      'Install the newer version of Baton.',
    );
  return ok(`${count(applied.size, 'migration')} applied, none missing`);
}
