import { giveHeadsUp } from '../../src/deals/find/heads-up.ts';
import { postDeals } from '../../src/deals/take/deal-input.ts';
import { beginDeal, handOver } from '../../src/deals/verbs/hand-over.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { acceptHandoff } from '../../src/handoffs/verbs/answer.ts';
import { introduceReceiver } from '../../src/handoffs/verbs/introduce.ts';
import { bookKickoff } from '../../src/handoffs/verbs/kickoff.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { addDays, localDate } from '../../src/time/local-date.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const REP = 'rep.newyork@sample.example';

/** What the sample CRM sends while somebody watches: all that a rep need not type. */
export const ACME_DEAL = {
  deal_id: 'sample-1005',
  state: 'won',
  account_name: 'Acme Sample',
  owner: 'rep.berlin@sample.example',
  receiver: 'csm.berlin@sample.example',
  amount: 240_000,
  currency: 'EUR',
  term_months: 12,
  products: 'Scale',
  contact: 'Sample Contact, Head of Operations',
  why: 'Onboarding takes us six weeks. We need it in one.',
};

/**
 * The deals of the rep in New York: one that they won on Friday and say nothing about, one that is expected, one with its
 * kickoff still to come, and one whose kickoff is today.
 */
export async function seedDeals(ctx: Ctx): Promise<void> {
  const expected = { account_name: 'Saffron Sample Spas', receiver: 'csm.newyork@sample.example' };
  await tell(at(ctx, -6), '1001', { ...expected, state: 'expected', amount: 38_000, closes_on: on(ctx, 6) });

  const quartz = await tell(at(ctx, -10), '1002', {
    account_name: 'Quartz Sample Quarry',
    ...told('onboarding.berlin@sample.example', 42_000),
  });
  await overTo(ctx, quartz, { won: -10, accepted: -7, kickoff: 3, outcome: 'Two quarries report every day' });

  const garnet = await tell(at(ctx, -9), '1003', {
    account_name: 'Garnet Sample Gardens',
    ...told('csm.singapore@sample.example', 27_000),
  });
  await overTo(ctx, garnet, {
    won: -9,
    accepted: -6,
    kickoff: 0,
    outcome: 'Every greenhouse orders by itself',
  });

  await giveHeadsUp(at(ctx, -3));

  // On Friday, as the day begins there.
  const friday = at(ctx, -3, 5);
  await tell(friday, '1004', {
    account_name: 'Hazel Sample Hotels',
    state: 'won',
    amount: 96_000,
    products: 'Scale',
  });
}

const told = (receiver: string, amount: number) => ({
  receiver,
  amount,
  contact: 'Sample Contact, Head of IT',
  why: 'Every site has a tool of its own.',
  promises: 'None',
});

async function tell(ctx: Ctx, number: string, deal: object): Promise<string> {
  const [taken] = await postDeals(ctx, [
    { deal_id: `sample-${number}`, owner: REP, currency: 'USD', ...deal },
  ]);
  if (!taken || taken.kind === 'reject' || !taken.id)
    throw new Error(`a sample deal was not taken: ${JSON.stringify(taken)}`);
  return taken.id;
}

/** From the draft to the day of the kickoff. Days count from the start. */
async function overTo(
  ctx: Ctx,
  dealId: string,
  { won, accepted, kickoff, outcome }: { won: number; accepted: number; kickoff: number; outcome: string },
): Promise<void> {
  const where = { workspaceId: ctx.workspace.id };
  const rep = await ctx.db.member.findFirstOrThrow({ where: { ...where, email: REP } });
  const deal = await ctx.db.deal.findFirstOrThrow({ where: { ...where, id: dealId } });
  const by = (memberId: string | null, days: number): Ctx => ({
    ...at(ctx, days),
    actor: { type: 'member', memberId: memberId ?? '' },
  });
  const sold = by(rep.id, won);
  const { handoffId } = done(await beginDeal(sold, { dealId }));
  const brief = { outcomes: [{ id: 'o1', text: outcome }] };
  done(await saveDraft(sold, { handoffId, viewId: `seed ${handoffId}`, patch: { brief } }));
  done(await handOver(sold, { handoffId }));
  done(await acceptHandoff(by(deal.receiverId, accepted), { handoffId }));
  done(await introduceReceiver(by(rep.id, accepted), { handoffId }));
  done(await bookKickoff(by(deal.receiverId, accepted), { handoffId, day: on(ctx, kickoff), link: '' }));
}

function at(ctx: Ctx, days: number, hours = 0): Ctx {
  return { ...ctx, now: new Date(ctx.now.getTime() + days * DAY_MS + hours * HOUR_MS) };
}

function on(ctx: Ctx, days: number): string {
  return addDays(localDate(ctx.now, 'Europe/Berlin'), days);
}

function done<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new Error(result.message);
  return result;
}
