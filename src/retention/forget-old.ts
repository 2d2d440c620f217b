import type { Clock } from '../platform/clock.ts';
import type { Ctx, Db, TxCtx } from '../platform/ctx.ts';
import { eachAnyway } from '../platform/each.ts';
import type { Logger } from '../platform/logger.ts';
import { loadSettings } from '../settings/load-settings.ts';
import type { Served } from '../workspaces/served.ts';
import { forgetEntries, forgetHandoffs, forgetRisks } from './forget-cases.ts';
import { forgetChanges, forgetDays, forgetSignals } from './forget-health.ts';
import { forgetDigests, forgetMessages, forgetMornings } from './forget-told.ts';
import { type Step, walk } from './step.ts';

const WORKSPACES = 1_000;
/** After so many months the last day of each month says enough: nothing shows a course that is longer. */
const DAYS_WHOLE = 13;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

type Forget = (ctx: TxCtx, after: string, before: Date) => Promise<Step>;

/**
 * Deletes what is older than the workspace keeps it, one workspace after the other, in small transactions. A process
 * that is killed in it leaves what is left to the next run.
 */
export async function forgetOld(deps: {
  db: Db;
  clock: Clock;
  served: Served;
  log: Logger;
  stopping?: AbortSignal;
}): Promise<void> {
  const { db, clock, served, log, stopping } = deps;
  const workspaces = await db.workspace.findMany({
    where: served.where,
    select: { id: true, slackTeamId: true, botUserId: true },
    orderBy: { id: 'asc' },
    take: WORKSPACES,
  });
  await eachAnyway(workspaces, async (workspace) => {
    if (stopping?.aborted) return;
    const actor = { type: 'job', name: 'retention' } as const;
    const gone = await forgetOldOf({ db, workspace, actor, now: clock.now(), log }, stopping);
    if (gone > 0) log.info({ workspaceId: workspace.id, gone }, 'what was kept long enough is forgotten');
  });
}

/** The same for one workspace. Returns how many rows, or threads, went. */
export async function forgetOldOf(ctx: Ctx, stopping?: AbortSignal): Promise<number> {
  const { values } = await loadSettings(ctx.db, ctx.workspace.id);
  let gone = 0;
  const forget = async (months: number | null, how: Forget, from = FIRST_ID) => {
    if (months === null) return;
    const before = monthsBefore(ctx.now, months);
    gone += await walk(ctx, from, stopping, (tx, after) => how(tx, after, before));
  };
  const whole = startOfMonth(monthsBefore(ctx.now, DAYS_WHOLE));
  await forget(values['retention.signals'], forgetSignals);
  await forget(values['retention.health'], (tx, after, before) => forgetDays(tx, after, { before, whole }));
  await forget(values['retention.health'], forgetChanges);
  await forget(values['retention.messages'], forgetMessages, '');
  await forget(values['retention.messages'], forgetMornings);
  await forget(values['retention.messages'], forgetDigests);
  await forget(values['retention.cases'], forgetHandoffs);
  await forget(values['retention.cases'], forgetRisks);
  await forget(values['retention.cases'], forgetEntries);
  return gone;
}

/** The same day so many months earlier, in UTC; the month's last where it has no such day. */
export function monthsBefore(at: Date, months: number): Date {
  const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const day = Math.min(at.getUTCDate(), last);
  return new Date(first.getTime() + (day - 1) * 86_400_000 + (at.getTime() % 86_400_000));
}

const startOfMonth = (at: Date) => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
