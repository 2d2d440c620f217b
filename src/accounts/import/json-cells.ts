import { z } from 'zod';
import { centsOf } from './money.ts';

// The JSON twin of a CSV row: the same names, read by the same rules. Null says as little as leaving it out.

export const text = z
  .string()
  .max(2_000, 'is longer than 2,000 characters')
  .refine((value) => !value.includes('\u0000'), 'has a NUL character');
export const one = text.nullish();
const item = text.refine((value) => !value.includes(';'), 'has a semicolon; give a list');
export const several = z.union([text, z.array(item).max(20, 'names more than 20')]).nullish();

/** A JSON number has a decimal point and nothing else, so that it is not read as people's writing is. */
export const amount = z
  .number()
  .nonnegative('is below zero')
  .max(999_999_999_999.99, 'is too large to be an amount of money')
  .refine((value) => centsOf(value) !== null, 'has more than two decimals')
  .transform((value) => centsOf(value) ?? '');

/** What an item says, as the cells of a row. */
export function cellsOf(
  said: Readonly<Record<string, string | string[] | null | undefined>>,
): Record<string, string> {
  const cells = Object.entries(said).map(([name, value]) => {
    const cell = Array.isArray(value) ? value.join(';') : (value ?? '');
    return [name, cell.trim()] as const;
  });
  return Object.fromEntries(cells);
}
