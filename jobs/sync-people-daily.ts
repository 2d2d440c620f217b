import type { WebClient } from '@slack/web-api';
import { askStandIns } from '../src/handoffs/ask-stand-ins.ts';
import type { SlackUser } from '../src/people/slack-user.ts';
import { syncPeople } from '../src/people/sync-people.ts';
import type { Clock } from '../src/platform/clock.ts';
import type { Db } from '../src/platform/ctx.ts';
import type { Logger } from '../src/platform/logger.ts';
import { listWorkspaces } from '../src/workspaces/find-workspace.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Catches what events did not bring. `force` looks even where the last look was within a day. */
export async function syncPeopleDaily(options: {
  db: Db;
  clock: Clock;
  slack: WebClient;
  log: Logger;
  force: boolean;
  stopping: AbortSignal;
}): Promise<void> {
  const { db, clock, slack, log, force, stopping } = options;
  for (const workspace of await listWorkspaces(db)) {
    const now = clock.now();
    const fresh = workspace.peopleSyncedAt && now.getTime() - workspace.peopleSyncedAt.getTime() < DAY_MS;
    if (workspace.state !== 'active' || (fresh && !force)) continue;
    const ctx = { workspace, actor: { type: 'job', name: 'sync people' } as const, now, db, log };
    const { seen, changed } = await syncPeople(ctx, () => everybody(slack, stopping), askStandIns);
    log.info({ workspace: workspace.id, seen, changed }, 'people synced');
  }
}

/** 200 a page, as Slack recommends. */
async function* everybody(slack: WebClient, stopping: AbortSignal): AsyncIterable<SlackUser> {
  for await (const page of slack.paginate('users.list', { limit: 200 })) {
    if (stopping.aborted) throw new Error('stopped in the middle of the list');
    yield* (page as { members?: SlackUser[] }).members ?? [];
  }
}
