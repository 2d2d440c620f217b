import { nameKey } from '../../accounts/account.ts';
import { limitIn } from '../../cases/clocks/timer.ts';
import { type CaseHistory, loadEntries, loadPage, type ReadingHistory } from '../../cases/load-history.ts';
import type { Read } from '../../cases/told/messages.ts';
import type { Db } from '../../platform/ctx.ts';
import { eachReadable } from '../../platform/stored.ts';
import { dealOf } from '../deal.ts';
import { partiesOf } from '../scene.ts';
import { type DealDetails, type DealEntry, dealDetailsOf } from './details.ts';

interface Reading {
  workspace: { id: string };
  db: Db;
  now: Date;
}

/** Deals with these ids, in order; those that are not there are left out. */
export async function loadShownDeals(ctx: Reading, ids: readonly string[]): Promise<DealDetails[]> {
  if (ids.length === 0) return [];
  const workspaceId = ctx.workspace.id;
  const rows = await ctx.db.deal.findMany({
    where: { id: { in: [...ids] }, workspaceId },
    include: {
      account: { select: { name: true } },
      handoff: { select: { id: true, number: true, private: true } },
    },
  });
  const timers = await ctx.db.timer.findMany({
    where: { workspaceId, subjectType: 'deal', subjectId: { in: [...ids] }, clock: 'hand_over' },
    select: { subjectId: true, clock: true, ladder: true },
  });
  const { parties } = await partiesOf(
    ctx,
    rows.map(({ account: _, handoff: __, ...row }) => dealOf(row)),
  );
  const details = new Map(
    eachReadable('deal', rows, ({ id, account, handoff }): [string, DealDetails] => {
      const around = parties.get(id);
      if (!around) throw new Error('deal without its parties');
      const timer = timers.find(({ subjectId }) => subjectId === id);
      const limitAt = timer && around.deal.state === 'won' ? limitIn(timer) : null;
      return [id, dealDetailsOf(around, { account, handoff, limitAt }, ctx.now)];
    }),
  );
  return ids.flatMap((id) => details.get(id) ?? []);
}

/** The same, null where there is none. Whoever reads of it. */
export async function loadEachShownDeal(
  ctx: Reading,
  asked: readonly Pick<Read, 'id'>[],
): Promise<readonly (DealDetails | null)[]> {
  const shown = await loadShownDeals(ctx, [...new Set(asked.map(({ id }) => id))]);
  return asked.map(({ id }) => shown.find((deal) => deal.id === id) ?? null);
}

export async function loadShownDeal(ctx: Reading, id: string): Promise<DealDetails | null> {
  const [deal] = await loadShownDeals(ctx, [id]);
  return deal ?? null;
}

const HISTORY: CaseHistory<DealEntry> = { type: 'deal', perPage: 20, adding: () => (entry) => entry };

/** Returns a page, the latest entry first. `page` counts from 0. */
export function loadDealHistory(ctx: ReadingHistory, dealId: string, page: number) {
  return loadPage(ctx, HISTORY, dealId, page);
}

export async function loadDealEntry(ctx: ReadingHistory, entryId: string): Promise<DealEntry | null> {
  const [entry] = await loadEntries(ctx, HISTORY, { id: entryId }, { take: 1 });
  return entry ?? null;
}

const RECENT = 50;

/** What this member is to hand over of an account: the oldest, by the account's id or, of one that is not there yet, its name. */
export async function findWonDeal(
  { db, workspace }: Pick<Reading, 'db' | 'workspace'>,
  { ownerId, accountId, called }: { ownerId: string; accountId: string | null; called: string },
): Promise<{ id: string } | null> {
  const won = await db.deal.findMany({
    where: { workspaceId: workspace.id, ownerId, state: 'won', accountId },
    select: { id: true, accountName: true },
    orderBy: { id: 'asc' },
    take: RECENT,
  });
  const isCalled = ({ accountName }: { accountName: string }) => nameKey(accountName) === nameKey(called);
  return won.find((deal) => accountId !== null || isCalled(deal)) ?? null;
}
