import type { Total } from './figures.ts';

/** Why ARR at risk is not what it was. Every account that differs is under one of them. */
export const STEPS = ['entered', 'recovered', 'lost', 'edited', 'rules', 'moved'] as const;
/**
 * entered, recovered: by its health or a risk · lost: a risk ended so, or the account is gone · edited: its ARR or
 * currency was · rules: health configuration or exchange rates were changed · moved: into or out of what the digest is of.
 */
export type Step = (typeof STEPS)[number];

/** What was at risk at the last digest, and what has led from there to what is now: the parts add up. */
export type Bridge = {
  before: Total;
  /** When the last one was made; ISO. */
  since: string;
  /** Signed. Of `edited`, accounts is how many; they are in both totals. */
  steps: Record<Step, Total>;
  now: Total;
};
