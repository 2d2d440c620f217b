import { nextMorning } from '../../cases/told/remind.ts';
import { suggestReceiver } from '../../handoffs/routing/suggest-receiver.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import { loadPeople } from '../../people/load-people.ts';
import { answererFor, canAnswer, type Person } from '../../people/person.ts';
import { audit } from '../../platform/audit.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { transact } from '../../platform/transact.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { plusDays } from '../../time/day.ts';
import { localDate } from '../../time/local-date.ts';
import { dealDm } from '../told/tell.ts';

/** So many are looked at in a day; one person hears of so many, those that close first. */
const MOST = 200;
const MOST_FOR_ONE = 3;

/**
 * Tells once whoever is to take over a customer that is expected to sign soon, on their next morning. Nothing is asked of
 * them, and the message stays true: it is drawn anew when the day moves or the deal is lost.
 */
export async function giveHeadsUp(ctx: Ctx): Promise<void> {
  const settings = await loadSettings(ctx.db, ctx.workspace.id);
  const days = settings.values['deal.heads_up_days'];
  if (days === 0) return;
  const today = new Date(localDate(ctx.now, 'UTC'));
  const deals = await ctx.db.deal.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      state: 'expected',
      headsUpAt: null,
      closesOn: { gte: today, lte: plusDays(today, days) },
    },
    include: { account: true },
    orderBy: [{ closesOn: 'asc' }, { id: 'asc' }],
    take: MOST,
  });
  const ids = deals.flatMap(({ ownerId, receiverId, account }) => [
    ownerId,
    receiverId,
    account?.csOwnerId ?? null,
  ]);
  const people = await loadPeople(ctx.db, ctx.workspace.id, [...new Set(ids.filter((id) => id !== null))]);
  const told = new Map<string, number>();
  for (const { account, ...deal } of deals) {
    const owner = people.get(deal.ownerId ?? '');
    const named = people.get(account?.csOwnerId ?? deal.receiverId ?? '');
    const suggested = !named && owner ? await suggestReceiver(ctx, account, owner) : null;
    const next: Person | null = named ?? suggested?.receiver ?? null;
    const to = next && answererFor(next, people, ctx.now);
    const times = told.get(to?.id ?? '') ?? 0;
    if (!to || !canAnswer(to) || to.id === deal.ownerId || times >= MOST_FOR_ONE) continue;
    told.set(to.id, times + 1);
    await transact(ctx, async (tx) => {
      const { count } = await tx.tx.deal.updateMany({
        where: { id: deal.id, workspaceId: ctx.workspace.id, state: 'expected', headsUpAt: null },
        data: { headsUpAt: ctx.now },
      });
      if (count === 0) return;
      const subject = { type: 'deal', id: deal.id };
      const entryId = await audit(tx, { subject, action: 'deal.heads_up', data: { to: to.id } });
      const holdUntil = nextMorning(to, settings, ctx.now).at;
      await enqueue(tx, [dealDm('headsUp', deal, to, { entryId, holdUntil })]);
    });
  }
}
