import { nextMorning } from '../../cases/told/remind.ts';
import { suggestReceiver } from '../../handoffs/routing/suggest-receiver.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import { loadPeople } from '../../people/load-people.ts';
import { answererFor, canAnswer, type Person } from '../../people/person.ts';
import { audit } from '../../platform/audit.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { transact } from '../../platform/transact.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { plusDays } from '../../time/day.ts';
import { localDate } from '../../time/local-date.ts';
import { dealDm } from '../told/tell.ts';

/** So many are told of in a day, and read at once; one person hears of so many, those that close first. */
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
  const told = new Map<string, number>();
  let count = 0;
  // Those that can be told to nobody do not keep the others waiting.
  for (let after: Closing | null = null; count < MOST; ) {
    const deals: Closing[] = await loadClosing(ctx, days, after);
    count += await tellOf(ctx, deals, { settings, told, most: MOST - count });
    after = deals.at(-1) ?? null;
    if (deals.length < MOST) return;
  }
}

type Closing = Awaited<ReturnType<typeof loadClosing>>[number];

/** The next ones of those that close within so many days. */
function loadClosing(ctx: Ctx, days: number, after: { closesOn: Date | null; id: string } | null) {
  const today = new Date(localDate(ctx.now, 'UTC'));
  const { closesOn = null, id } = after ?? {};
  return ctx.db.deal.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      state: 'expected',
      headsUpAt: null,
      closesOn: { gte: today, lte: plusDays(today, days) },
      ...(closesOn && id && { OR: [{ closesOn: { gt: closesOn } }, { closesOn, id: { gt: id } }] }),
    },
    include: { account: true },
    orderBy: [{ closesOn: 'asc' }, { id: 'asc' }],
    take: MOST,
  });
}

/** Returns how many were told of. */
async function tellOf(
  ctx: Ctx,
  deals: readonly Closing[],
  { settings, told, most }: { settings: Settings; told: Map<string, number>; most: number },
): Promise<number> {
  let count = 0;
  const ids = deals.flatMap(({ ownerId, receiverId, account }) => [
    ownerId,
    receiverId,
    account?.csOwnerId ?? null,
  ]);
  const people = await loadPeople(ctx.db, ctx.workspace.id, [...new Set(ids.filter((id) => id !== null))]);
  for (const { account, ...deal } of deals) {
    const owner = people.get(deal.ownerId ?? '');
    const named = people.get(account?.csOwnerId ?? deal.receiverId ?? '');
    const suggested = !named && owner ? await suggestReceiver(ctx, account, owner) : null;
    const next: Person | null = named ?? suggested?.receiver ?? null;
    const to = next && answererFor(next, people, ctx.now);
    const times = told.get(to?.id ?? '') ?? 0;
    if (!to || !canAnswer(to) || to.id === deal.ownerId || times >= MOST_FOR_ONE) continue;
    if (count === most) break;
    count += 1;
    told.set(to.id, times + 1);
    await transact(ctx, async (tx) => {
      const written = await tx.tx.deal.updateMany({
        where: { id: deal.id, workspaceId: ctx.workspace.id, state: 'expected', headsUpAt: null },
        data: { headsUpAt: ctx.now },
      });
      if (written.count === 0) return;
      const subject = { type: 'deal', id: deal.id };
      const entryId = await audit(tx, { subject, action: 'deal.heads_up', data: { to: to.id } });
      const holdUntil = nextMorning(to, settings, ctx.now).at;
      await enqueue(tx, [dealDm('headsUp', deal, to, { entryId, holdUntil })]);
    });
  }
  return count;
}
