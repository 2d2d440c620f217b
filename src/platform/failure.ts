import { errorCode } from './database.ts';

/** What may be logged of an error: its kind, code and place. Its text may quote data, and is left out. */
export function failureOf(error: unknown): { error: string; code?: string; at?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = errorCode(error);
  const frame = /^\s+at (.*)$/m.exec(error.stack ?? '')?.[1];
  return { error: error.name, ...(code && { code }), ...(frame && { at: frame }) };
}
