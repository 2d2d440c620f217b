import { z } from 'zod';
import type { Ctx } from '../../platform/ctx.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { reasonOf } from '../../platform/zod-reason.ts';
import { centsOf } from './money.ts';
import { takeAccounts } from './take-accounts.ts';

// The JSON twin of a CSV row: the same names, read by the same rules. Null says as little as leaving it out.

const text = z
  .string()
  .max(2_000, 'is longer than 2,000 characters')
  .refine((value) => !value.includes('\u0000'), 'has a NUL character');
const one = text.nullish();
const item = text.refine((value) => !value.includes(';'), 'has a semicolon; give a list');
const several = z.union([text, z.array(item).max(20, 'names more than 20')]).nullish();

/** A JSON number has a decimal point and nothing else, so that it is not read as people's writing is. */
const amount = z
  .number()
  .nonnegative('is below zero')
  .max(999_999_999_999.99, 'is too large to be an amount of money')
  .refine((value) => centsOf(value) !== null, 'has more than two decimals')
  .transform((value) => centsOf(value) ?? '');

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
  const cells = Object.entries(read.data).map(([name, said]) => {
    const cell = Array.isArray(said) ? said.join(';') : (said ?? '');
    return [name, cell.trim()] as const;
  });
  return { cells: Object.fromEntries(cells) };
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
