import { daysBetween } from '../time/day.ts';
import { type Band, isLow } from './bands.ts';
import type { Dimension, HealthConfig } from './config.ts';
import { meanOf, type Part } from './score.ts';

/** Why an account may not be ready to be asked for more. */
export type WarningReason =
  | { kind: 'band'; band: Band; since: Date | null }
  | { kind: 'risk'; since: Date }
  | { kind: 'signal'; label: string; value: number; unit: string; days: number };

export interface Warning {
  /** The strongest, at most three. */
  reasons: readonly WarningReason[];
}

/** How the account stands: a person's word while it holds, else the band, where it is known. */
export interface Standing {
  band: Band;
  since: Date | null;
}

export interface ScoreParts {
  parts: readonly Part[];
  types: HealthConfig['types'];
  at: Date;
}

/** Who hardly uses what they have is not asked to buy more of it. */
const LEARNING: readonly Dimension[] = ['adoption', 'usage'];
const LOW_BELOW = 50;
const SHOWN = 3;

/**
 * A warning for whoever is about to propose an expansion: the band is low, adoption or usage is, or a risk is open.
 * Null where all is well, and where too little is known: what is not known warns of nothing.
 */
export function expansionWarning(
  standing: Standing | null,
  { parts, types, at }: ScoreParts,
  openRisk: { openedAt: Date } | null,
): Warning | null {
  const fresh = parts.filter((part) => part.fresh);
  const isBandLow = standing !== null && isLow(standing.band);
  const lowDimensions = LEARNING.filter((dimension) => isLowIn(fresh, dimension));
  const reasons: WarningReason[] = [
    ...(isBandLow ? [{ kind: 'band' as const, ...standing }] : []),
    ...(openRisk ? [{ kind: 'risk' as const, since: openRisk.openedAt }] : []),
    ...fresh
      .filter(({ dimension }) => isBandLow || lowDimensions.includes(dimension))
      .filter(({ normalised }) => normalised < LOW_BELOW)
      .toSorted((a, b) => shortfall(b) - shortfall(a) || (a.type < b.type ? -1 : 1))
      .map(({ type, value, observedAt }) => ({
        kind: 'signal' as const,
        label: types[type]?.label ?? type,
        unit: types[type]?.unit ?? '',
        value,
        days: Math.floor(daysBetween(observedAt, at)),
      })),
  ];
  return reasons.length > 0 ? { reasons: reasons.slice(0, SHOWN) } : null;
}

function isLowIn(fresh: readonly Part[], dimension: Dimension): boolean {
  const mean = meanOf(
    fresh.filter((part) => part.dimension === dimension),
    ({ normalised }) => normalised,
  );
  return mean !== null && mean < LOW_BELOW;
}

/** What it takes from the score. */
const shortfall = ({ weight, normalised }: Part): number => weight * (100 - normalised);
