import type { Workspace } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';
import type { Served } from './served.ts';

/** The workspace of this Slack team id, or null before the app has been there. */
export async function findWorkspace(db: Db | Tx, slackTeamId: string): Promise<Workspace | null> {
  return db.workspace.findUnique({ where: { slackTeamId } });
}

/** Every workspace, up to a hundred, by name: for the command line, which has to choose one. */
export async function listWorkspaces(db: Db | Tx): Promise<Workspace[]> {
  return db.workspace.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }], take: 100 });
}

/** Those that this process serves and that Slack, or the workspace itself, closed to it. */
export async function listBlocked(db: Db, served: Served): Promise<Workspace[]> {
  return db.workspace.findMany({
    where: { id: { in: served.ids }, state: 'blocked' },
    orderBy: { id: 'asc' },
  });
}
