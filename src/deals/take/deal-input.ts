import { z } from 'zod';
import { amount, cellsOf, one, several, text } from '../../accounts/import/json-cells.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { reasonOf } from '../../platform/zod-reason.ts';
import { type TakenDeal, takeDeals } from './take-deals.ts';

/** One deal as the HTTP API takes it. */
export const DealInput = z.strictObject({
  deal_id: text,
  state: one,
  type: one,
  account_id: several,
  account_domain: one,
  account_name: one,
  owner: one,
  receiver: one,
  amount: z.union([text, amount]).nullish(),
  currency: one,
  closes_on: one,
  won_on: one,
  term_months: z.union([text, z.int().transform(String)]).nullish(),
  products: one,
  contact: one,
  champion: one,
  economic_buyer: one,
  why: one,
  promises: one,
  notes: one,
  go_live: one,
  contract_link: one,
  recording_link: one,
  deck_link: one,
});

/** Takes deals as an import does; each is looked at for itself, also one that is no DealInput at all. In order. */
export async function postDeals(ctx: Ctx, given: readonly unknown[]): Promise<TakenDeal[]> {
  const bad: TakenDeal[] = [];
  const items = given.flatMap((value, line) => {
    const read = DealInput.safeParse(value);
    if (read.success) return [{ line, cells: cellsOf(read.data) }];
    const reason = reasonOf(read.error.issues[0], value, Object.keys(DealInput.shape));
    bad.push({ line, kind: 'reject', reason });
    return [];
  });
  const taken = await takeDeals(ctx, items, { source: 'api', called: 'item', dryRun: false });
  return [...bad, ...taken].sort((a, b) => a.line - b.line);
}
