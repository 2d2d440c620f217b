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
