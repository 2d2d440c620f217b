import { Prisma } from '../../prisma/generated/client.ts';
import type { Db } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { uuid } from '../platform/sql.ts';

const BATCH = 5_000;
/** So it is called while it is being deleted: no token leads to it any more, and the command finds it again. */
const PURGING = 'purging ';

export interface PurgeableWorkspace {
  id: string;
  slackTeamId: string;
  name: string;
}

/** Returns the rows of a workspace by table: what a purge deletes. */
export async function countRows(db: Db, workspaceId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of await tablesOf(db)) {
    const [row] = await db.$queryRaw<{ rows: number }[]>`
      SELECT count(*)::int AS rows FROM ${Prisma.raw(`"${table}"`)} WHERE workspace_id = ${uuid(workspaceId)}`;
    if (row && row.rows > 0) counts[table] = row.rows;
  }
  return counts;
}

/**
 * Deletes a workspace with everything in it, so many rows at a time, and its own row last: a purge that was killed goes
 * on when it is asked for again. Refused while Slack could still reach a Baton that serves it.
 */
export async function purgeWorkspace(
  db: Db,
  workspace: PurgeableWorkspace,
): Promise<Record<string, number> | Refusal> {
  const { id, slackTeamId } = workspace;
  const row = await db.workspace.findUnique({ where: { id }, select: { uninstalledAt: true } });
  const isLeft = row?.uninstalledAt !== null || slackTeamId.startsWith(PURGING);
  if (!isLeft && (await isServed(db)))
    return refuse(
      'still_served',
      'A Baton runs on this database and the app is still installed there. Stop it, or remove the app from Slack first.',
    );
  await db.workspace.update({
    where: { id },
    data: {
      slackTeamId: slackTeamId.startsWith(PURGING) ? slackTeamId : `${PURGING}${slackTeamId}`,
      state: 'blocked',
      blockedReason: 'purged',
    },
  });
  const deleted: Record<string, number> = {};
  for (const table of await tablesOf(db))
    for (let gone = BATCH; gone === BATCH; ) {
      gone = await deleteSome(db, table, id);
      if (gone > 0) deleted[table] = (deleted[table] ?? 0) + gone;
    }
  // Its trigger takes what was written meanwhile.
  await db.workspace.delete({ where: { id } });
  return { ...deleted, workspaces: 1 };
}

async function deleteSome(db: Db, table: string, workspaceId: string): Promise<number> {
  const name = Prisma.raw(`"${table}"`);
  const [, gone] = await db.$transaction([
    db.$executeRaw`SELECT set_config('baton.purge', 'on', true)`,
    db.$executeRaw`
      DELETE FROM ${name} WHERE ctid = ANY (ARRAY (
        SELECT ctid FROM ${name} WHERE workspace_id = ${uuid(workspaceId)} LIMIT ${BATCH}::int))`,
  ]);
  return gone;
}

/** What refers to others before them. */
async function tablesOf(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
     WHERE n.nspname = current_schema() AND c.relkind = 'r'
     ORDER BY c.relname IN ('accounts', 'members', 'teams'), c.relname`;
  return rows.map(({ name }) => name);
}

/** Whether a Baton listens on this database. */
async function isServed(db: Db): Promise<boolean> {
  const [row] = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'baton (listen)' LIMIT 1`;
  return row !== undefined;
}
