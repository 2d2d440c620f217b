import { inTurn } from '../../accounts/hold-accounts.ts';
import { calendarFor } from '../../cases/case.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ctx, Db, TxCtx } from '../../platform/ctx.ts';
import { failureOf } from '../../platform/failure.ts';
import type { Logger } from '../../platform/logger.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { plusDays } from '../../time/day.ts';
import { localDate } from '../../time/local-date.ts';
import { workingDayAgo } from '../../time/working-time.ts';
import type { Served } from '../../workspaces/served.ts';
import { type NewDeal, openDeals } from '../take/open-deals.ts';
import { findSalesTeams } from '../take/sales-teams.ts';
import { manyFound } from '../told/found.ts';
import { countUnowned, findLeftDrafts, findUnowned, loadNameless } from './candidates.ts';
import { closeHandedOver } from './close-handed-over.ts';
import { giveHeadsUp } from './heads-up.ts';

const WORKSPACES = 1_000;
/** More in a day are no sales, but an import: nobody is asked about each of them. */
const MOST_FOUND = 25;

/**
 * Once a day in each workspace: what was won and nobody has told Baton of becomes a deal, so that somebody is asked, and
 * whoever is to take over what is about to be won hears of it. What was there before the first look is not looked at.
 */
export async function findDeals(deps: {
  db: Db;
  clock: Clock;
  served: Served;
  log: Logger;
  stopping?: AbortSignal;
}): Promise<void> {
  const { db, clock, served, log, stopping } = deps;
  const now = clock.now();
  const due = await db.workspace.findMany({
    where: { ...served.where, OR: [{ dealsSoughtAt: null }, { dealsSoughtAt: { lte: plusDays(now, -1) } }] },
    select: { id: true, slackTeamId: true, botUserId: true },
    orderBy: { id: 'asc' },
    take: WORKSPACES,
  });
  for (const workspace of due) {
    if (stopping?.aborted) return;
    const ctx: Ctx = { workspace, actor: { type: 'job', name: 'deals' }, now, db, log };
    try {
      // Where another process was faster, it also gives the heads-ups.
      if (await findThere(ctx)) await giveHeadsUp(ctx);
    } catch (error) {
      // The others do not wait for it; it is tried again with the next look.
      log.error({ workspace: workspace.id, ...failureOf(error) }, 'deals could not be looked for');
    }
  }
}

/** Returns whether it was ours to look. */
function findThere(ctx: Ctx): Promise<boolean> {
  return inTurn(ctx, async (tx) => {
    const { dealsFrom, dealsSoughtAt } = await tx.tx.workspace.findUniqueOrThrow({
      where: { id: ctx.workspace.id },
      select: { dealsFrom: true, dealsSoughtAt: true },
    });
    if (dealsSoughtAt && dealsSoughtAt > plusDays(ctx.now, -1)) return false;
    await closeHandedOver(tx);
    const settings = await loadSettings(tx.tx, ctx.workspace.id);
    const before = workingDayAgo(ctx.now, calendarFor(null, settings));
    const times = { from: dealsFrom ?? ctx.now, before };
    const nameless = await loadNameless(tx);
    const found = await findUnowned(tx, times, nameless, MOST_FOUND + 1);
    const isMany = found.length > MOST_FOUND;
    if (isMany) await enqueue(tx, await manyFound(tx, settings, await countUnowned(tx, times, nameless)));
    // From here on what is older than the import is not looked at: all that is left is taken now.
    const drafts = await findLeftDrafts(tx, times, { nameless, ...(isMany && { most: Infinity }) });
    await openDeals(tx, await dealsOf(tx, [...(isMany ? [] : found), ...drafts]));
    await tx.tx.workspace.update({
      where: { id: ctx.workspace.id },
      data: { dealsFrom: isMany ? before : times.from, dealsSoughtAt: ctx.now },
      select: { id: true },
    });
    return true;
  });
}

type Found = Awaited<ReturnType<typeof findUnowned>>[number];

async function dealsOf(ctx: TxCtx, found: readonly Found[]): Promise<NewDeal[]> {
  const teams = await findSalesTeams(
    ctx,
    found.map(({ ownerId }) => ownerId),
  );
  const wonOn = new Date(localDate(ctx.now, 'UTC'));
  return found.map(({ source, accountId, accountName, dealType, ownerId, handoffId }) => ({
    source,
    accountId,
    accountName,
    dealType,
    ownerId,
    handoffId,
    state: 'won',
    wonOn: source === 'sweep' ? wonOn : null,
    teamId: teams.get(ownerId) ?? null,
  }));
}
