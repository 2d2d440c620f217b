import { z } from 'zod';
import { stored } from '../platform/stored.ts';

/** Accounts, and what those with a price are worth a year in the reporting currency. */
export type Total = {
  accounts: number;
  amount: number;
  /** Of the accounts, those without a price; not counted for the steps of a bridge. */
  unpriced?: number | undefined;
};

/** So many of so many. Nothing is concluded below three. */
export type Share = { met: number; of: number };

/** A median with the number it is of; null where there is none. */
export type Median = { value: number | null; of: number };

/** Of handoffs first submitted in a period, each from then on through everything that happened to it. */
export type HandoffService = {
  acknowledged: Share;
  accepted: Share;
  kickoff: Share;
  /** Accepted without having been returned, of all accepted. */
  firstPass: Share;
  /** Working hours of whoever received it. */
  hoursToAcknowledge: Median;
  hoursToAccept: Median;
};

export type HandoffFigures = HandoffService & {
  /** By the receiver's team; null: of no team. Largest first. */
  teams: (HandoffService & { team: string | null })[];
};

/** Of risks that ended in a period. */
export type RiskFigures = {
  saved: Total;
  lost: Total;
  /** Saved of saved and lost: those that recovered by themselves, or were none, are in neither. */
  saveRate: Share;
  /** False alarms of the alerts that a person judged. */
  falseAlarms: Share;
};

/** All figures of a scope, as they are frozen at a quarter's end. */
export type Figures = {
  /** ISO 4217, of every amount. */
  currency: string;
  atRisk: Total;
  handoffs: HandoffFigures;
  risks: RiskFigures;
  /** Days from the contract's start to the first value; accounts that reached it in the period. */
  firstValue: Median;
};

const FEWEST = 3;

/** Whether there is enough to conclude anything from. */
export function isEnough({ of }: { of: number }): boolean {
  return of >= FEWEST;
}

/** To the cent: sums of many decimals stay exact. */
export function cents(amount: number): number {
  // Never -0.
  return Math.round(amount * 100) / 100 || 0;
}

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

/** ARR at risk in a scope, and what it is made of. */
export type AtRisk = {
  total: Total;
  /** Null: there is no earlier run to compare with. */
  bridge: Bridge | null;
  /** The largest eight; '' is accounts without one. The rest is one line, the last, named as below. */
  segments: ({ segment: string } & Total)[];
  /** By the quarter of the renewal, the first first; null, the last: none is known. */
  quarters: ({ quarter: string | null } & Total)[];
  /** At risk, but in no amount. */
  unpriced: {
    noArr: number;
    noRate: { currency: string | null; accounts: number; arr: number }[];
  };
};

export const SEGMENTS_SHOWN = 8;
export const OTHER_SEGMENTS = 'All others';

const count = z.number().int().min(0);
export const TotalSchema = z.object({
  accounts: z.number().int(),
  amount: z.number(),
  unpriced: count.optional(),
});
const share = z.object({ met: count, of: count });
const median = z.object({ value: z.number().nullable(), of: count });
const service = z.object({
  acknowledged: share,
  accepted: share,
  kickoff: share,
  firstPass: share,
  hoursToAcknowledge: median,
  hoursToAccept: median,
});

/** Figures as they are stored. */
export const FiguresSchema: z.ZodType<Figures> = z.object({
  currency: z.string(),
  atRisk: TotalSchema,
  handoffs: service.extend({ teams: z.array(service.extend({ team: z.string().nullable() })) }),
  risks: z.object({ saved: TotalSchema, lost: TotalSchema, saveRate: share, falseAlarms: share }),
  firstValue: median,
});

export const BASELINE = stored('baseline', FiguresSchema);
