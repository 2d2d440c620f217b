import { Prisma } from '../../../prisma/generated/client.ts';
import type { Db, TxCtx } from '../../platform/ctx.ts';
import { uuid } from '../../platform/sql.ts';

/** What may hold an id or a name. */
type Kind = 'uuid' | 'text' | 'json' | 'list';

export interface Column {
  name: string;
  kind: Kind;
  nullable: boolean;
}

export interface Table {
  name: string;
  columns: readonly Column[];
  /** Pages of it, for whoever goes through all rows. */
  pages: number;
}

/** Returns the tables of workspaces, out of the catalogue: one that is new is not forgotten. Accounts, members and teams come last. */
export async function loadTables(db: Db): Promise<Table[]> {
  return db.$queryRaw<Table[]>`
    SELECT c.relname AS name, (pg_relation_size(c.oid) / current_setting('block_size')::int)::int AS pages,
           (SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'nullable', NOT a.attnotnull, 'kind',
                     CASE WHEN a.atttypid = 'uuid'::regtype THEN 'uuid' WHEN a.atttypid = 'jsonb'::regtype THEN 'json'
                          WHEN a.atttypid = 'text[]'::regtype THEN 'list' ELSE 'text' END) ORDER BY a.attnum)
              FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
               AND a.atttypid IN ('uuid'::regtype, 'jsonb'::regtype, 'text[]'::regtype, 'text'::regtype)) AS columns
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = current_schema() AND c.relkind = 'r'
       AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped)
     ORDER BY c.relname IN ('accounts', 'members', 'teams'), c.relname`;
}

/** Rows of a table by name, to be changed or counted. */
export type Counts = Record<string, number>;

export function add(counts: Counts, table: string, rows: number): void {
  if (rows > 0) counts[table] = (counts[table] ?? 0) + rows;
}

export const identifier = (name: string): Prisma.Sql => Prisma.raw(`"${name.replaceAll('"', '""')}"`);

const BATCH = 1_000;

/** Deletes rows of the workspace in a step of its own. Returns how many. */
export function deleteSome(ctx: TxCtx, table: string, which: Prisma.Sql): Promise<number> {
  return ctx.tx.$executeRaw`
    DELETE FROM ${identifier(table)} WHERE ctid = ANY (ARRAY (
      SELECT ctid FROM ${identifier(table)} WHERE workspace_id = ${uuid(ctx.workspace.id)} AND ${which} LIMIT ${BATCH}::int))`;
}
