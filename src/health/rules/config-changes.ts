import { isDeepStrictEqual } from 'node:util';
import { SHIPPED } from '../catalogue.ts';
import type { HealthRules, SignalType } from '../config.ts';

/** What is different after, a line each: "types.seats_used.weight: 10 → 20". Empty where nothing is. */
export function configChanges(before: HealthRules, after: HealthRules): string[] {
  const [old, now] = [leavesOf(before), leavesOf(after)];
  const changes = new Set<string>();
  for (const path of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    if (old.get(path) === now.get(path)) continue;
    const [, type] = /^types\.([^.]+)/.exec(path) ?? [];
    if (type && !Object.hasOwn(before.types, type)) changes.add(`types.${type}: added`);
    else if (type && !Object.hasOwn(after.types, type)) changes.add(`types.${type}: left out`);
    else changes.add(`${path}: ${old.get(path) ?? 'none'} → ${now.get(path) ?? 'none'}`);
  }
  return [...changes];
}

/** The least that a workspace has to write to get these rules: read again, they are the same. */
export function ownPart(rules: HealthRules): Record<string, unknown> {
  const own = differing(SHIPPED, rules);
  const types: Record<string, unknown> = {};
  for (const name of Object.keys(SHIPPED.types)) if (!Object.hasOwn(rules.types, name)) types[name] = null;
  for (const [name, type] of Object.entries(rules.types)) {
    const shipped = Object.hasOwn(SHIPPED.types, name) ? SHIPPED.types[name] : undefined;
    const part = shipped ? ownPartOfType(shipped, type) : type;
    if (Object.keys(part).length > 0) types[name] = part;
  }
  delete own['types'];
  return { ...(Object.keys(types).length > 0 && { types }), ...own };
}

function ownPartOfType(shipped: SignalType, type: SignalType): Record<string, unknown> {
  const gone = Object.keys(shipped).filter((key) => !(key in type));
  return { ...differing(shipped, type), ...Object.fromEntries(gone.map((key) => [key, null])) };
}

function differing(shipped: object, own: object): Record<string, unknown> {
  const before = shipped as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(own).filter(([key, value]) => key !== 'version' && !isDeepStrictEqual(before[key], value)),
  );
}

/** Path → JSON of what stands there. A list is one leaf. */
function leavesOf(rules: HealthRules): Map<string, string> {
  const leaves = new Map<string, string>();
  const walk = (value: unknown, path: string[]): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      leaves.set(path.join('.'), JSON.stringify(value));
    else for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
  };
  walk(rules, []);
  leaves.delete('version');
  return leaves;
}
