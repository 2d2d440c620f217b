import type { Db } from '../platform/ctx.ts';
import type { Logger } from '../platform/logger.ts';
import { classifySlackError } from '../platform/slack.ts';
import { listBlocked } from './find-workspace.ts';
import type { Served } from './served.ts';

/** A workspace that was blocked is active again once the token this process holds of it works again. */
export async function unblockWorkspaces(options: { db: Db; served: Served; log: Logger }): Promise<void> {
  const { db, served, log } = options;
  for (const { id, slackTeamId } of await listBlocked(db, served)) {
    try {
      const { team_id } = await served.slackForJobs({ id }).auth.test();
      if (team_id !== slackTeamId) continue; // our token opens another workspace
    } catch (error) {
      log.error({ workspaceId: id, reason: classifySlackError(error).code }, 'Slack still refuses our token');
      continue;
    }
    await db.workspace.updateMany({
      where: { id, state: 'blocked' },
      data: { state: 'active', blockedReason: null, uninstalledAt: null },
    });
    log.info({ workspaceId: id }, 'token works again; delivery goes on');
  }
}
