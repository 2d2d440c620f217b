import type { SlackUser } from '../src/people/slack-user.ts';
import { syncPeople } from '../src/people/sync-people.ts';
import type { Clock } from '../src/platform/clock.ts';
import type { Db } from '../src/platform/ctx.ts';
import { eachAnyway } from '../src/platform/each.ts';
import type { Logger } from '../src/platform/logger.ts';
import type { Slack } from '../src/platform/slack/slack.ts';
import { everyPage, type Pace, type Wait } from '../src/platform/slack/slack-pages.ts';
import type { Served } from '../src/workspaces/served.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Catches what events did not bring. `force` looks even where the last look was within a day. */
export async function syncPeopleDaily(options: {
  db: Db;
  clock: Clock;
  served: Served;
  log: Logger;
  force: boolean;
  stopping: AbortSignal;
  wait?: Wait | undefined;
}): Promise<void> {
  const { db, clock, served, log, force, stopping, wait } = options;
  const workspaces = await db.workspace.findMany({ where: served.where, orderBy: { id: 'asc' } });
  await eachAnyway(workspaces, async (workspace) => {
    const now = clock.now();
    const fresh = workspace.peopleSyncedAt && now.getTime() - workspace.peopleSyncedAt.getTime() < DAY_MS;
    if (fresh && !force) return;
    const ctx = { workspace, actor: { type: 'job', name: 'sync people' } as const, now, db, log };
    const { seen, changed } = await syncPeople(ctx, () =>
      everybody(served.slackForJobs(workspace), { stopping, wait }),
    );
    log.info({ workspace: workspace.id, seen, changed }, 'people synced');
  });
}

/** 200 a page, as Slack recommends; it gives out some four thousand people a minute. */
async function* everybody(slack: Slack, pace: Pace): AsyncIterable<SlackUser> {
  const pages = everyPage((cursor) => slack.users.list({ limit: 200, ...cursor }), pace);
  for await (const { members = [] } of pages) yield* members as SlackUser[];
}
