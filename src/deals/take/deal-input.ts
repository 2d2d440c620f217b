import { z } from 'zod';
import { amount, cellsOf, one, several, text } from '../../accounts/import/json-cells.ts';
import { BRIEF_LIMITS } from '../../handoffs/brief/brief.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { reasonOf } from '../../platform/zod-reason.ts';
import { CONTACT_FIELDS, contactColumn } from './deal-row.ts';
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
  contacts: z
    .array(z.strictObject({ name: text, role: one, note: one }))
    .max(BRIEF_LIMITS.people, `names more than ${BRIEF_LIMITS.people} people`)
    .nullish(),
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

/** A list of contacts, as the columns of a file have them. */
function contactCells(contacts: readonly Partial<Record<string, string | null>>[]) {
  const cells = contacts.flatMap((contact, n) =>
    CONTACT_FIELDS.map((field) => [contactColumn(n + 1, field), contact[field]] as const),
  );
  return Object.fromEntries(cells);
}

/** Takes deals as an import does; each is looked at for itself, also one that is no DealInput at all. In order. */
export async function postDeals(ctx: Ctx, given: readonly unknown[]): Promise<TakenDeal[]> {
  const bad: TakenDeal[] = [];
  const items = given.flatMap((value, line) => {
    const read = DealInput.safeParse(value);
    if (read.success) {
      const { contacts, ...said } = read.data;
      return [{ line, cells: cellsOf({ ...said, ...contactCells(contacts ?? []) }) }];
    }
    const reason = reasonOf(read.error.issues[0], value, Object.keys(DealInput.shape));
    bad.push({ line, kind: 'reject', reason });
    return [];
  });
  const taken = await takeDeals(ctx, items, { source: 'api', called: 'item', dryRun: false });
  return [...bad, ...taken].sort((a, b) => a.line - b.line);
}
