import { z } from 'zod';
import type { Ctx } from '../../platform/ctx.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { reasonOf } from '../../platform/zod-reason.ts';
import { amount, cellsOf, one, several, text } from './json-cells.ts';
import { takeAccounts } from './take-accounts.ts';

/** One account as the HTTP API takes it. */
export const AccountInput = z.strictObject({
  name: text,
  domain: one,
  external_id: several,
  segment: one,
  stage: one,
  plan: one,
  arr: z.union([text, amount]).nullish(),
  currency: one,
  contract_start: one,
  renewal: one,
  sales_owner: one,
  service_owner: one,
  cs_owner: one,
  co_owners: several,
  channel: one,
  parent: one,
});
export type AccountInput = z.input<typeof AccountInput>;

/** The row as cells, or the reason why it cannot be taken. */
function readAccountInput(value: unknown): { cells: Record<string, string> } | { reason: string } {
  const read = AccountInput.safeParse(value);
  if (!read.success)
    return { reason: reasonOf(read.error.issues[0], value, Object.keys(AccountInput.shape)) };
  return { cells: cellsOf(read.data) };
}

const MOST_AT_ONCE = 1_000;

/** What became of one row; `index` is its place among those sent. */
export type AccountResult =
  | { index: number; state: 'created' | 'updated'; id: string }
  | { index: number; state: 'rejected'; reason: string };

/**
 * Makes and completes accounts as an import does. Each row is looked at for itself, also one that is no
 * AccountInput at all; sending rows again changes nothing.
 */
export async function upsertAccounts(
  ctx: Ctx,
  rows: readonly (AccountInput | unknown)[],
): Promise<AccountResult[] | Refusal> {
  if (rows.length > MOST_AT_ONCE)
    return refuse(
      'too_many',
      `Send at most ${MOST_AT_ONCE.toLocaleString('en-US')} accounts at once.`,
      'accounts',
    );
  const read = rows.map((row) => readAccountInput(row));
  const items = read.flatMap((one, line) => ('cells' in one ? [{ line, cells: one.cells }] : []));
  const taken = await takeAccounts(ctx, items, { source: 'api', called: 'item', dryRun: false });
  const byLine = new Map(taken.map((one) => [one.line, one]));
  return read.map((given, index): AccountResult => {
    if ('reason' in given) return { index, state: 'rejected', reason: given.reason };
    const one = byLine.get(index);
    if (!one) throw new Error(`row ${index} neither taken nor rejected`);
    if (one.kind === 'reject') return { index, state: 'rejected', reason: one.reason };
    return { index, state: one.kind === 'create' ? 'created' : 'updated', id: one.id };
  });
}
