import pg from 'pg';
import type { Logger } from '../logger.ts';
import { openPool } from './database.ts';
import { UNBOUNDED } from './migrate.ts';
import { UnfitDatabase } from './session.ts';

/**
 * Lets the role of `url` read and write rows, and nothing else, on what the role of `adminUrl` has made. Throws an
 * UnfitDatabase where the two do not meet in one schema.
 */
export async function grantRows(options: { adminUrl: string; url: string; log: Logger }): Promise<void> {
  const { adminUrl, url, log } = options;
  const [admin, app] = [adminUrl, url].map((url) => openPool({ url, bounds: UNBOUNDED, poolSize: 1, log }));
  if (!admin || !app) throw new Error('pools missing');
  try {
    const [owner, user] = await Promise.all([admin, app].map(whoAndWhere));
    if (!owner || !user || owner.role === user.role) return;
    const [schema, role] = [pg.escapeIdentifier(owner.schema), pg.escapeIdentifier(user.role)];
    await admin.query(
      `GRANT USAGE ON SCHEMA ${schema} TO ${role};
       GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role};
       REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM ${role}`,
    );
    // What it may use now is part of its search_path.
    const { schema: found, database } = await whoAndWhere(app);
    if (found !== owner.schema || database !== owner.database)
      throw new UnfitDatabase([
        'DATABASE_URL and DATABASE_ADMIN_URL must lead to the same schema of the same database: ?schema= in both, or the search_path of both roles.',
      ]);
  } finally {
    await Promise.all([admin.end(), app.end()]);
  }
}

async function whoAndWhere(pool: pg.Pool): Promise<{ role: string; schema: string; database: string }> {
  const { rows } = await pool.query<{ role: string; schema: string | null; database: string }>(
    `SELECT current_user::text AS role, current_schema()::text AS schema,
            current_database() || ':' || coalesce(inet_server_port()::text, '') AS database`,
  );
  const [row] = rows;
  if (!row) throw new Error('query of the session returned no row');
  return { ...row, schema: row.schema ?? '' };
}
