import type { Ctx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { type AccountInput, readAccountInput } from './account-input.ts';
import { takeAccounts } from './take-accounts.ts';

export const MOST_AT_ONCE = 1_000;

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
