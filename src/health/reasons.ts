import { z } from 'zod';
import { stored } from '../platform/stored.ts';
import type { HealthConfig } from './config.ts';
import { normalise, type Part } from './score.ts';

const BasisSchema = z.object({ score: z.number(), values: z.record(z.string(), z.number()) });

/** Raw values as they were once, and the score they made. */
export type Basis = z.infer<typeof BasisSchema>;

const BASIS = stored('health basis', BasisSchema);

/** A stored basis; null where there is none, or none that can be read. */
export function readBasis(json: unknown, accountId: string): Basis | null {
  return json === null || json === undefined ? null : BASIS.read(json, accountId);
}

export const ReasonSchema = z.object({
  type: z.string(),
  label: z.string(),
  unit: z.string(),
  value: z.number(),
  /** Null: it was not seen before, or has risen since. */
  before: z.number().nullable(),
  /** Points of the score that the change took. */
  lost: z.number(),
  observedAt: z.string().refine((at) => !Number.isNaN(Date.parse(at))),
});

/** One line of why: what it is now, what it was, and what that costs the score. Kept as it was then. */
export type Reason = z.infer<typeof ReasonSchema>;

const REASON = stored('reason', ReasonSchema);

/** Reasons as they are stored; one that cannot be read is left out. */
export function readReasons(json: unknown, id: string): Reason[] {
  if (json === null || json === undefined) return [];
  return (Array.isArray(json) ? json : [json]).flatMap((one) => REASON.read(one, id) ?? []);
}

/** As people can take in at a glance. */
const STRONGEST = 3;
/** Points of the score: less is rounding. */
const SEEN = 0.05;

/** What this part was then, 0–100; one that had not been seen then counts as the rest did. */
export function normalisedThen(part: Part, then: Basis, config: HealthConfig): number {
  const raw = then.values[part.type];
  const kind = config.types[part.type];
  return raw === undefined || kind === undefined ? then.score : normalise(kind.points, raw);
}

/**
 * The strongest reasons for the score as it is: what has fallen most since `then`, then what is lowest. What has
 * risen since is no reason for a fall: it is named only where nothing has fallen, and without what it was.
 */
export function strongestReasons(fresh: readonly Part[], then: Basis | null, config: HealthConfig): Reason[] {
  const weight = fresh.reduce((total, part) => total + part.weight, 0);
  const share = (part: Part, points: number) => (weight > 0 ? (part.weight / weight) * points : 0);
  const all = fresh.map((part) => ({
    part,
    lost: then ? share(part, normalisedThen(part, then, config) - part.normalised) : 0,
    short: share(part, 100 - part.normalised),
    excepts: config.types[part.type]?.exception !== undefined && part.normalised <= 50,
  }));
  all.sort(
    (a, b) =>
      Number(b.excepts) - Number(a.excepts) ||
      Math.max(0, b.lost) - Math.max(0, a.lost) ||
      b.short - a.short ||
      (a.part.type < b.part.type ? -1 : 1),
  );
  const fell = all.some(({ lost, excepts }) => excepts || lost > SEEN);
  return all
    .filter(({ lost, short, excepts }) => excepts || lost > SEEN || (short > SEEN && !(fell && lost < -SEEN)))
    .slice(0, STRONGEST)
    .map(({ part, lost }) => ({
      type: part.type,
      label: config.types[part.type]?.label ?? part.type,
      unit: config.types[part.type]?.unit ?? '',
      value: part.value,
      before: lost < -SEEN ? null : (then?.values[part.type] ?? null),
      lost: Math.round(lost * 10) / 10,
      observedAt: part.observedAt.toISOString(),
    }));
}
