import { createHash } from 'node:crypto';
import { readShape } from '../../platform/outdated.ts';
import { type Brief, type BriefPart, BriefSchema, EMPTY_BRIEF, PARTS } from './brief.ts';

/** Replaces the fields it names; undefined empties one. */
export type BriefPatch = { [K in keyof Brief]?: Brief[K] | undefined };

/** A brief with what a patch replaces in it, as it is stored. */
export function patched(brief: Brief, patch: BriefPatch | undefined): Brief {
  const read = readShape(BriefSchema, { ...brief, ...patch });
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== '')) as Brief;
}

/** A brief in parts, each of which is one answer or one list of them: its fields, and own answers by their key. */
function partsOf({ own, sources: _, quotes: __, ...brief }: Brief): Record<string, unknown> {
  return { ...brief, ...own };
}

/** Returns the names of the fields, and the keys of own questions, whose answers differ. */
export function changedFields(before: Brief, after: Brief): string[] {
  const [was, is] = [partsOf(before), partsOf(after)];
  const keys = [...new Set([...PARTS, ...Object.keys(was), ...Object.keys(is)])];
  return keys.filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]));
}

/** Tells a part of a brief that was changed from one that was not. */
export function fingerprintOf(brief: Brief): Record<string, string> {
  const parts = partsOf(brief);
  const keys = new Set([...PARTS.filter((part) => part !== 'own'), ...Object.keys(parts)]);
  return Object.fromEntries([...keys].map((key) => [key, fingerprint(parts[key])]));
}

export const printOf = (brief: Brief, part: BriefPart): string => fingerprint(brief[part]);

function fingerprint(part: unknown): string {
  const text = JSON.stringify(part) ?? '';
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

const EMPTY_FINGERPRINT = fingerprintOf(EMPTY_BRIEF);

/** Returns the parts that differ from how they were. What a version before did not know was empty. */
export function touchedSince(was: Readonly<Record<string, string>>, brief: Brief): string[] {
  const is = fingerprintOf(brief);
  return Object.keys(is).filter((key) => is[key] !== (was[key] ?? EMPTY_FINGERPRINT[key]));
}
