import { compareMigrations } from '../src/platform/migrations.ts';
import { count } from '../src/platform/plain-text.ts';
import { type Finding, ok, wrong } from './finding.ts';
import type { Opened } from './open.ts';

/** That sessions, LISTEN and locks are as Baton needs them was made sure of when the database was opened. */
export async function checkDatabase({ pool }: Opened): Promise<Finding[]> {
  const { rows } = await pool.query(`
    SELECT current_setting('server_version') AS version, current_schema() AS schema`);
  const { version, schema } = rows[0];
  return [
    ok(`PostgreSQL ${version} answers, with sessions in UTC, in the schema ${schema}`),
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
