import type { Band } from '../../prisma/generated/client.ts';

export type { Band };

/** Worst first. */
export const BANDS = ['critical', 'at_risk', 'watch', 'healthy'] as const satisfies readonly Band[];

/** As they are called within a sentence. */
export const BAND_WORDS: Record<Band | 'unknown', string> = {
  critical: 'critical',
  at_risk: 'at risk',
  watch: 'watch',
  healthy: 'healthy',
  unknown: 'unknown',
};

/** The lowest score of each band; below the last, critical. */
export type Cuts = {
  healthy: number;
  watch: number;
  at_risk: number;
};

export function bandOf(score: number, cuts: Cuts): Band {
  if (score >= cuts.healthy) return 'healthy';
  if (score >= cuts.watch) return 'watch';
  return score >= cuts.at_risk ? 'at_risk' : 'critical';
}

export function isWorse(band: Band, than: Band): boolean {
  return BANDS.indexOf(band) < BANDS.indexOf(than);
}

/** At risk or critical: somebody should be on it, and its ARR is at risk. */
export function isLow(band: Band): boolean {
  return band === 'at_risk' || band === 'critical';
}
