import { compareMigrations } from '../src/platform/migrations.ts';
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
  const { state, applied, missing, unknown } = await compareMigrations(pool);
  if (state === 'older')
    return wrong(
      `${count(missing.length, 'migration')} not applied: ${missing.join(', ')}`,
      'Bring the database up to this version: npm run db:deploy',
    );
  if (state === 'newer')
    return wrong(
      `The database is newer than this version: ${unknown.join(', ')}`,
      'Install the newer version of Baton.',
    );
  return ok(`${count(applied, 'migration')} applied, none missing`);
}
