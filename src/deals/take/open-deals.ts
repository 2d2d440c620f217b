import type { Prisma } from '../../../prisma/generated/client.ts';
import { armTimers } from '../../cases/clocks/arm-timer.ts';
import { writeOwed } from '../../cases/owed.ts';
import { clockOf } from '../../cases/set-clocks.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import { auditAll } from '../../platform/audit.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import { type Deal, dealOf } from '../deal.ts';
import { DEALS } from '../deal-case.ts';
import { partiesOf } from '../scene.ts';
import { askToHandOver } from '../told/tell.ts';

export type NewDeal = Omit<Prisma.DealCreateManyInput, 'id' | 'workspaceId' | 'createdAt' | 'updatedAt'>;

/**
 * Keeps deals that nobody knew of, in a few statements however many they are: those that are won have their clocks, and
 * whoever is to hand them over is asked. Returns them in order.
 */
export async function openDeals(ctx: TxCtx, given: readonly NewDeal[]): Promise<Deal[]> {
  if (given.length === 0) return [];
  const rows = given.map((deal) => ({
    ...deal,
    id: newId(ctx.now),
    workspaceId: ctx.workspace.id,
    version: 1,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  }));
  const made = new Map(
    (await ctx.tx.deal.createManyAndReturn({ data: rows })).map((row) => [row.id, dealOf(row)]),
  );
  const deals = rows.flatMap(({ id }) => made.get(id) ?? []);
  const entries = await auditAll(
    ctx,
    deals.map(({ id, state, source }) => ({
      subject: { type: 'deal', id },
      action: 'deal.recorded',
      data: { state, source },
    })),
  );
  const { parties, settings } = await partiesOf(ctx, deals);
  const won = deals.flatMap((deal, n) => {
    const around = parties.get(deal.id);
    return deal.state === 'won' && around ? [{ parties: around, entryId: entries[n] ?? '' }] : [];
  });
  const armed = await armTimers(
    ctx,
    won.map(({ parties }) => clockOf(DEALS, parties, 'hand_over', ctx.now)),
  );
  await writeOwed(
    ctx,
    DEALS,
    won.map(({ parties }) => parties),
  );
  await enqueue(
    ctx,
    await askToHandOver(
      ctx,
      settings,
      won.map((one, n) => ({ ...one, epoch: armed[n]?.epoch ?? null })),
    ),
  );
  return deals;
}
