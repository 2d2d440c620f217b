import type { Db, WorkspaceRef } from '../../src/platform/ctx.ts';
import { Served } from '../../src/workspaces/served.ts';

/** As a process that serves these. With an address, Slack is there; without, nothing calls it. */
export function serving(
  workspaces: readonly WorkspaceRef[],
  { token = 'xoxb-sample', apiUrl = 'http://127.0.0.1:9/api/', timeoutMs = 2_000 } = {},
): Served {
  return new Served(
    workspaces.map((workspace) => ({ workspace, token, botId: 'BSAMPLE' })),
    { apiUrl, peopleTimeoutMs: timeoutMs, jobsTimeoutMs: timeoutMs },
  );
}

/** As a process that serves whatever is in the database. */
export async function servingAll(db: Db, slack?: Parameters<typeof serving>[1]): Promise<Served> {
  const rows = await db.workspace.findMany({ select: { id: true, slackTeamId: true, botUserId: true } });
  return serving(rows, slack);
}
