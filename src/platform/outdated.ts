import type { z } from 'zod';

/** What came back from Slack names nothing that this version knows: an older card's button, or what no card ever said. */
export class Outdated extends Error {
  override readonly name = 'Outdated';
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Returns the id that a button, an option or a window carries. Throws Outdated for anything else. */
export function readId(text: string | null | undefined): string {
  if (text && ID.test(text)) return text;
  throw new Outdated('no id');
}

/** Returns the version that a button carries. Throws Outdated for anything else. */
export function readVersion(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Outdated('no version');
}

/** Returns the one of these that is named. Throws Outdated for anything else. */
export function readOneOf<T extends string>(known: readonly T[], text: string): T {
  const found = known.find((one) => one === text);
  if (found === undefined) throw new Outdated('no such choice');
  return found;
}

/** Returns what a window carries in private_metadata. Throws Outdated for what its schema did not write. */
export function readState<S extends z.ZodType>(schema: S, text: string): z.output<S> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Outdated('no state');
  }
  return readShape(schema, json);
}

/** Returns what somebody sent, as its schema has it. Throws Outdated for what no window of this version can send. */
export function readShape<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (!read.success) throw new Outdated('another shape');
  return read.data;
}
