import type pg from 'pg';

/** Every table that holds rows of workspaces. */
export async function tablesOf(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name = 'workspace_id' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** All rows of a workspace, its own included, as text: by table, in an order that depends on nothing else. */
export async function rowsOf(pool: pg.Pool, workspaceId: string): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  const tables = await tablesOf(pool);
  for (const [table, key] of [
    ['workspaces', 'id'],
    ...tables.map((name) => [name, 'workspace_id']),
  ] as const) {
    const { rows } = await pool.query<{ line: string }>(
      `SELECT t::text AS line FROM ${table} t WHERE ${key} = $1 ORDER BY 1`,
      [workspaceId],
    );
    if (rows.length > 0) found[table] = rows.map(({ line }) => line);
  }
  return found;
}
