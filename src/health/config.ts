import type { Stage } from '../../prisma/generated/client.ts';
import type { Cuts } from './bands.ts';

export const DIMENSIONS = ['usage', 'adoption', 'support', 'finance', 'relationship', 'renewal'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** A kind of observation and how it counts. */
export type SignalType = {
  /** As people read it: "Seats used". */
  label: string;
  dimension: Dimension;
  /** "%", "tickets", "days": written behind the value. Empty where the value speaks for itself. */
  unit: string;
  /**
   * Raw value → 0–100, a straight line between neighbours and flat beyond the ends. Raw values rise, and the
   * scores only rise or only fall.
   */
  points: readonly (readonly [raw: number, score: number])[];
  /** Days after which an observation says nothing about today any more. */
  validDays: number;
  weight: number;
  /** Why these numbers: where they come from. */
  source: string;
  /** Least and most a value can be; seats cannot be negative. */
  range?: { min?: number; max?: number };
  /** While a fresh value is at or beyond `value`, the score is at most `cap`. */
  exception?: { when: 'at_least' | 'at_most'; value: number; cap: number; opensRisk: boolean };
};

export type HealthConfig = {
  /** 0 is what is shipped; each change by a workspace makes the next. */
  version: number;
  types: Readonly<Record<string, SignalType>>;
  cuts: Cuts;
  /** For accounts in these lifecycle stages. */
  cutsByStage: Partial<Record<Stage, Cuts>>;
  /** Points above a band's cut that a score must have to recover into it. */
  margin: number;
  /** Days that a worse, or a better, score must last before the band follows. */
  worsenDays: number;
  recoverDays: number;
  /** A fall of so many points within so many days counts inside a band too. */
  fall: { points: number; days: number };
  /** Below either, the band is unknown. Share of the weight, 0–1, and dimensions heard of. */
  minConfidence: number;
  minDimensions: number;
  /** Days after an alert in which the account makes no second one, unless it is worse. */
  cooldownDays: number;
  /** Days after a risk was resolved in which a slide opens it again, in its own thread. */
  reopenDays: number;
  /** What an account in its first stage should have reached by which day of it. */
  onboarding: {
    checks: readonly { type: string; atLeast: number; byDay: number }[];
    firstValueByDay: number;
  };
};

/** A configuration before it has a version. */
export type HealthRules = Omit<HealthConfig, 'version'>;

export function cutsFor(config: HealthConfig, stage: Stage): Cuts {
  return config.cutsByStage[stage] ?? config.cuts;
}
