import type { Db, WorkspaceRef } from '../platform/ctx.ts';
import { hashOf, looksLikeSecret } from '../platform/secret.ts';
import { uuid } from '../platform/sql.ts';

/**
 * Whose token this is. Null when there is none, it was revoked, or Baton was uninstalled: nobody is told which.
 * Recording needs no word with Slack: where Slack only refuses our token, senders go on.
 */
export async function findToken(
  db: Db,
  secret: string,
): Promise<{ tokenId: string; workspace: WorkspaceRef } | null> {
  if (!looksLikeSecret(secret)) return null;
  const [found] = await db.$queryRaw<(WorkspaceRef & { tokenId: string; unmarked: boolean })[]>`
    SELECT t.id AS "tokenId", w.id, w.slack_team_id AS "slackTeamId", w.bot_user_id AS "botUserId",
           coalesce(t.last_used_at < now() - interval '1 hour', true) AS unmarked
      FROM api_tokens AS t JOIN workspaces AS w ON w.id = t.workspace_id
     WHERE t.hash = ${hashOf(secret)} AND t.revoked_at IS NULL AND w.uninstalled_at IS NULL`;
  if (!found) return null;
  const { tokenId, unmarked, ...workspace } = found;
  // Once an hour is enough to see which tokens are in use, and costs no write per request.
  if (unmarked)
    await db.$executeRaw`
      UPDATE api_tokens SET last_used_at = now()
       WHERE id = ${uuid(tokenId)} AND coalesce(last_used_at < now() - interval '1 hour', true)`;
  return { tokenId, workspace };
}
