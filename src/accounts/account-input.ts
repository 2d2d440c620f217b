import { z } from 'zod';
import { reasonOf } from '../platform/zod-reason.ts';
import { centsOf } from './money.ts';

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
export function readAccountInput(value: unknown): { cells: Record<string, string> } | { reason: string } {
  const read = AccountInput.safeParse(value);
  if (!read.success)
    return { reason: reasonOf(read.error.issues[0], value, Object.keys(AccountInput.shape)) };
  const cells = Object.entries(read.data).map(([name, said]) => {
    const cell = Array.isArray(said) ? said.join(';') : (said ?? '');
    return [name, cell.trim()] as const;
  });
  return { cells: Object.fromEntries(cells) };
}
