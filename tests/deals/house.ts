import { openDealClick } from '../../listeners/deals/clicks.ts';
import type { Visit } from '../../listeners/edge.ts';
import { nudgeCase, snoozeCase } from '../../src/cases/put-off.ts';
import { DEALS } from '../../src/deals/deal-case.ts';
import type { DealRole, DealVerb } from '../../src/deals/rules/rights.ts';
import { postDeals } from '../../src/deals/take/deal-input.ts';
import type { TakenDeal } from '../../src/deals/take/take-deals.ts';
import { beginDeal } from '../../src/deals/verbs/hand-over.ts';
import { assignDeal, dismissDeal } from '../../src/deals/verbs/settle.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal, refuse } from '../../src/platform/refusal.ts';
import type { House } from '../handoffs/house.ts';

/** Who is what towards a deal that the receiver has won: whoever is away has a cover, a lead and a manager. */
export const CAST: readonly { name: string; role: DealRole }[] = [
  { name: 'receiver', role: 'owner' },
  { name: 'cover', role: 'owner_cover' },
  { name: 'receiver lead', role: 'owner_lead' },
  { name: 'receiver manager', role: 'owner_manager' },
  { name: 'admin', role: 'admin' },
  { name: 'onlooker', role: 'member' },
  { name: 'guest', role: 'outsider' },
  { name: 'stranger', role: 'outsider' },
  { name: 'bot', role: 'outsider' },
  { name: 'left', role: 'outsider' },
];

let deals = 0;

/** What the CRM sends of a deal. */
export const sent = (over: object = {}): Record<string, unknown> => {
  deals += 1;
  return { deal_id: `crm-${deals}`, account_name: `Sample Customer ${deals}`, ...over };
};

export const tell = (ctx: Ctx, ...items: unknown[]): Promise<TakenDeal[]> => postDeals(ctx, items);

/** The same of one, which has to be taken; its id. */
export async function won(ctx: Ctx, over: object = {}): Promise<string> {
  const [taken] = await tell(ctx, sent(over));
  if (!taken || taken.kind === 'reject' || !taken.id) throw new Error(`not taken: ${JSON.stringify(taken)}`);
  return taken.id;
}

/** A deal that the receiver has won. */
export function dealFor({ ctx }: House): Promise<string> {
  return won(ctx, { owner: 'ureceiver@example.com', amount: 48_000, currency: 'EUR' });
}

/** Each verb as a click would run it, by whoever acts in the context. */
export const run: Record<DealVerb, (ctx: Ctx, dealId: string) => Promise<unknown>> = {
  read: async (ctx, dealId) => {
    const { memberId } = ctx.actor as { memberId: string };
    const visit = { ...ctx, me: { id: memberId } } as Visit;
    return 'says' in openDealClick ? openDealClick.says(visit, { value: dealId } as never) : null;
  },
  async hand_over(ctx, dealId) {
    const { handoffId: before } = await ctx.db.deal.findUniqueOrThrow({ where: { id: dealId } });
    const begun = await beginDeal(ctx, { dealId });
    // Pressed again, the same draft is found, and nothing is done.
    return !isRefusal(begun) && begun.handoffId === before ? refuse('already', 'It is begun.') : begun;
  },
  async assign(ctx, dealId) {
    const other = await ctx.db.member.findFirstOrThrow({
      where: { workspaceId: ctx.workspace.id, slackUserId: 'UPRESENT' },
    });
    return assignDeal(ctx, { dealId, ownerId: other.id });
  },
  dismiss: async (ctx, dealId) => dismissDeal(ctx, { dealId, reason: 'Sample reason' }),
  snooze: (ctx, dealId) => snoozeCase(ctx, DEALS, { id: dealId, snooze: 'one_hour' }),
  nudge: (ctx, dealId) => nudgeCase(ctx, DEALS, dealId),
};

/** All that a verb would leave behind. */
export async function traceOf({ ctx: { db } }: House, dealId: string) {
  const subjectId = dealId;
  return {
    deal: await db.deal.findUniqueOrThrow({ where: { id: dealId } }),
    history: await db.auditEntry.count({ where: { subjectId } }),
    messages: await db.outboxMessage.count({ where: { subjectId } }),
    timers: await db.timer.findMany({
      where: { subjectId },
      select: { clock: true, version: true },
      orderBy: { clock: 'asc' },
    }),
  };
}
