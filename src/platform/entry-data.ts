import { z } from 'zod';

const ActorSchema = z.object({ type: z.literal('member'), memberId: z.uuid() });

/** Returns the member who did it; null for a job, the command line, and what cannot be read. */
export function memberOf(actor: unknown): string | null {
  return ActorSchema.safeParse(actor).data?.memberId ?? null;
}

/** What an entry of the history says. Each kind says other things: what it does not say, or not so, is not there. */
export interface EntryData {
  text(key: string): string | null;
  figure(key: string): number | null;
  /** Texts. */
  list(key: string): string[];
  /** As it stands. */
  all: Record<string, unknown>;
}

export function readEntryData(json: unknown): EntryData {
  const all = z.record(z.string(), z.unknown()).catch({}).parse(json);
  return {
    all,
    text: (key) => (typeof all[key] === 'string' ? all[key] : null),
    figure: (key) => (typeof all[key] === 'number' ? all[key] : null),
    list: (key) =>
      Array.isArray(all[key]) ? all[key].filter((one): one is string => typeof one === 'string') : [],
  };
}

/** Of ids that come out of such an entry, those that are some. */
export function idsAmong(values: readonly (string | null)[]): string[] {
  return values.filter((value): value is string => z.guid().safeParse(value).success);
}
