import type { Prisma } from '../../../prisma/generated/client.ts';
import { armTimers } from '../../cases/clocks/arm-timer.ts';
import { writeOwed } from '../../cases/owed.ts';
import { clockOf } from '../../cases/set-clocks.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import { auditAll } from '../../platform/audit.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import { instant, uuid } from '../../platform/sql.ts';
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
  const ids = given.map(() => newId(ctx.now));
  await insert(
    ctx,
    given.map((deal, n) => ({ ...deal, id: ids[n] })),
  );
  const rows = await ctx.tx.deal.findMany({ where: { id: { in: ids }, workspaceId: ctx.workspace.id } });
  const made = new Map(rows.map((row) => [row.id, dealOf(row)]));
  const deals = ids.flatMap((id) => made.get(id) ?? []);
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

/** By hand: Prisma takes ten times as long to put together a statement with a parameter for each value. */
async function insert(ctx: TxCtx, deals: readonly object[]): Promise<void> {
  await ctx.tx.$executeRaw`
    INSERT INTO deals (id, workspace_id, external_id, source, account_id, account_name, deal_type, state, version, owner_id,
                       owner_said, team_id, receiver_id, amount, currency, closes_on, won_on, term_months, products, notes,
                       answers, print, handoff_id, dismissal, closed_at, created_at, updated_at)
    SELECT d.id, ${uuid(ctx.workspace.id)}, d."externalId", d.source, d."accountId", d."accountName", d."dealType", d.state, 1,
           d."ownerId", d."ownerSaid", d."teamId", d."receiverId", d.amount, d.currency, d."closesOn", d."wonOn", d."termMonths",
           d.products, d.notes, coalesce(d.answers, '{}'), d.print, d."handoffId", d.dismissal, d."closedAt",
           ${instant(ctx.now)}, ${instant(ctx.now)}
      FROM jsonb_to_recordset(${JSON.stringify(deals)}::jsonb) AS d (
           id uuid, "externalId" text, source deal_source, "accountId" uuid, "accountName" text, "dealType" deal_type,
           state deal_state, "ownerId" uuid, "ownerSaid" text, "teamId" uuid, "receiverId" uuid, amount numeric, currency text,
           "closesOn" date, "wonOn" date, "termMonths" int, products text, notes text, answers jsonb, print text,
           "handoffId" uuid, dismissal text, "closedAt" timestamptz)`;
}
