import type { Band } from '../health/bands.ts';
import type { Reason } from '../health/reasons.ts';

/** An account at risk that may be among those a digest names. */
export type Candidate = {
  accountId: string;
  name: string;
  /** As the account has it; decimal text. */
  arr: string | null;
  currency: string | null;
  /** In the reporting currency. */
  amount: number | null;
  band: Band | 'unknown';
  score: number | null;
  /** The score so many days earlier. */
  scoreBefore: number | null;
  /** The strongest of its open risk, else of the latest fall. */
  reason: Reason | null;
  /** What a person wrote who flagged it. */
  note: string | null;
  /** Of the open risk, else the account's CS owner. */
  owner: { id: string; slackUserId: string; name: string } | null;
  /** YYYY-MM-DD. */
  renewalOn: string | null;
  risk: {
    id: string;
    /** "R-7". */
    name: string;
    state: 'open' | 'claimed';
    /** The first action of its plan. */
    plan: string | null;
    /** When that is due; YYYY-MM-DD. */
    planDueOn: string | null;
    checkInOn: string | null;
  } | null;
  /** Renews within 90 days from now. */
  renewing: boolean;
  /** 1 is what is worst, largest and soonest, of all that is at risk in the scope. */
  rank: number;
};

export const RENEWING_DAYS = 90;

/** No owner at all, or a risk that nobody has taken yet. */
export function isUnowned({ owner, risk }: Pick<Candidate, 'owner' | 'risk'>): boolean {
  return owner === null || risk?.state === 'open';
}
