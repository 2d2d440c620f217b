import type { Clock } from '../../platform/clock.ts';
import type { Db, WorkspaceRef } from '../../platform/ctx.ts';
import { failureOf } from '../../platform/failure.ts';
import type { Logger } from '../../platform/logger.ts';
import { uuid, uuids } from '../../platform/sql.ts';
import { transact } from '../../platform/transact.ts';
import type { Served } from '../../workspaces/served.ts';
import { loadDepth } from '../calibration/load-told-slides.ts';
import type { Raise } from '../raise.ts';
import { forgetViews } from '../read/load-csm-view.ts';
import { forgetExpected } from '../read/load-expected.ts';
import { decideSome, settleShock, undecided } from './decide-week.ts';
import { coverAccounts, lookAtAccounts } from './look-at-accounts.ts';

export interface SlideDeps {
  db: Db;
  clock: Clock;
  served: Served;
  log: Logger;
  raise: Raise;
  stopping?: AbortSignal;
}

const WORKSPACES = 1_000;

/**
 * Once a week for each workspace: looks at every account, reckons what befell them all, and tells of those that slide.
 * Any number of processes may do it together, and one that dies leaves the rest to the others. A week that nobody was
 * there for is not made up for. `week` is the latest that is over. Returns whether nothing of it is left.
 */
export async function lookForSlides(deps: SlideDeps, week: number): Promise<boolean> {
  const { db, served, log, stopping } = deps;
  const open = await db.$queryRaw<WorkspaceRef[]>`
    SELECT w.id, w.slack_team_id AS "slackTeamId", w.bot_user_id AS "botUserId"
      FROM ${served.active} w
     WHERE NOT EXISTS (SELECT FROM slide_weeks s
                        WHERE s.workspace_id = w.id AND s.week = ${week}::int AND s.closed_at IS NOT NULL)
     ORDER BY w.id LIMIT ${WORKSPACES}::int`;
  let failure: unknown = null;
  for (const workspace of open) {
    if (stopping?.aborted) return false;
    try {
      await lookIn(deps, workspace, week);
    } catch (error) {
      // The others do not wait for it; it is tried again with the next look.
      log.error({ workspace: workspace.id, week, ...failureOf(error) }, 'slides could not be looked for');
      failure ??= error;
    }
  }
  // The job pauses before it tries again.
  if (failure !== null) throw failure;
  // Those that are blocked just now are not over either.
  const [left] = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM unnest(${uuids(served.ids)}) AS w (id)
     WHERE NOT EXISTS (SELECT FROM slide_weeks s
                        WHERE s.workspace_id = w.id AND s.week = ${week}::int AND s.closed_at IS NOT NULL) LIMIT 1`;
  return left === undefined;
}

async function lookIn(deps: SlideDeps, workspace: WorkspaceRef, week: number): Promise<void> {
  const { db, clock, log, raise, stopping } = deps;
  const job = { db, log, workspace, actor: { type: 'job', name: 'slides' } } as const;
  const ctx = () => ({ ...job, now: clock.now() });
  await db.$executeRaw`
    INSERT INTO slide_weeks (workspace_id, week) VALUES (${uuid(workspace.id)}, ${week}::int) ON CONFLICT DO NOTHING`;
  await coverAccounts(db, workspace.id, week);
  while ((await lookAtAccounts(ctx(), week)) > 0) if (stopping?.aborted) return;
  const shock = await transact(ctx(), (tx) => settleShock(tx, week));
  // Another process holds some: it goes on, or what it held is there for the next look.
  if (shock === null) return;
  const depth = await loadDepth(ctx());
  while ((await decideSome(ctx(), { week, shock, depth }, raise)) > 0) if (stopping?.aborted) return;
  const [left] = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM account_slides
     WHERE workspace_id = ${uuid(workspace.id)} AND (week < ${week}::int OR ${undecided(week)}) LIMIT 1`;
  if (left) return;
  await closeWeek(db, workspace.id, week, clock.now());
}

const KEPT_WEEKS = 60;

/** Nothing of the week is left to decide: it is not looked at again, and what is long over is forgotten. */
async function closeWeek(db: Db, workspaceId: string, week: number, now: Date): Promise<void> {
  await db.slideWeek.updateMany({ where: { workspaceId, week, closedAt: null }, data: { closedAt: now } });
  await db.slideWeek.deleteMany({ where: { workspaceId, week: { lt: week - KEPT_WEEKS } } });
  await forgetExpected(db, workspaceId, now);
  await forgetViews(db, workspaceId, now);
}
