import type { Workspace } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';

/**
 * Records the workspace that a token was just accepted for. One that is known keeps its rows, takes the
 * new names, and is active again if it had been blocked or the app had been uninstalled.
 */
export async function registerWorkspace(
  db: Db | Tx,
  found: { slackTeamId: string; name: string; botUserId: string },
  now: Date,
): Promise<Workspace> {
  const { slackTeamId, name, botUserId } = found;
  return db.workspace.upsert({
    where: { slackTeamId },
    create: { id: newId(now), slackTeamId, name, botUserId, createdAt: now },
    update: { name, botUserId, state: 'active', blockedReason: null, uninstalledAt: null },
  });
}
