import { createHash } from 'node:crypto';

/** A name of one press that is as long for a page of text as for a word. */
export function digest(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
