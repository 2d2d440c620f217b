import type { AtRisk } from '../figures/at-risk.ts';
import type { Figures } from '../figures/figures.ts';
import type { Band } from '../health/bands.ts';
import type { Reason } from '../health/reasons.ts';
import type { DigestCadence, DigestScope } from './subscription.ts';

/** Somebody as they were called when the digest was made. */
export type Named = { id: string; slackUserId: string; name: string };

/** What to do about one account: the button that does it. */
export type NextAction =
  /** Nobody has taken the risk. */
  | { kind: 'claim'; riskId: string }
  /** It has an owner, who owes a plan or a check-in. */
  | { kind: 'nudge'; riskId: string }
  /** It goes on as planned: look at it. */
  | { kind: 'details'; riskId: string }
  /** At risk, and no risk is open. */
  | { kind: 'open'; accountId: string };

/** One of the accounts that matter most. */
export type DigestLine = {
  accountId: string;
  name: string;
  /** As the account has it; decimal text. */
  arr: string | null;
  currency: string | null;
  band: Band | 'unknown';
  score: number | null;
  /** The score a week (a month) earlier. */
  scoreBefore: number | null;
  /** The strongest. */
  reason: Reason | null;
  /** What a person wrote who flagged it, where there is no reason. */
  note: string | null;
  owner: Named | null;
  /** YYYY-MM-DD. */
  renewalOn: string | null;
  risk: {
    id: string;
    name: string;
    state: 'open' | 'claimed';
    plan: string | null;
    checkInOn: string | null;
  } | null;
  /** Why it is among the kept places, when its rank alone would not have brought it here. */
  kept: 'unowned' | 'renewal' | null;
  next: NextAction;
};

/** Work that is late: of handoffs, since a limit passed; of risks, since nobody took it or a check-in passed. */
export type Overdue = {
  kind: 'handoff' | 'risk';
  id: string;
  /** "H-12", "R-7". */
  name: string;
  account: string;
  /** Whoever owes the next step. */
  who: Named | null;
  /** ISO instant. */
  since: string;
};

/** Won, and left: a draft that was not handed over, or an accepted handoff whose kickoff was not held in time. */
export type Left = {
  kind: 'draft' | 'kickoff';
  id: string;
  account: string;
  who: Named | null;
  since: string;
};

/** Everything a digest says, as of when it was made. Plain JSON: it is stored, and read by a schema. */
export type DigestContent = Pick<AtRisk, 'bridge' | 'segments' | 'quarters' | 'unpriced'> & {
  cadence: DigestCadence;
  scope: { kind: DigestScope /** Of the person, team or segment. */; name: string };
  /** ISO instant: everything in it is as of then. */
  asOf: string;
  /** When it was due, where that is long ago; ISO instant. */
  lateSince: string | null;
  /** What the figures are of: ISO instants, `to` exclusive. */
  period: { from: string; to: string };
  figures: Figures;
  /** At most fifteen. */
  lines: DigestLine[];
  /** At risk, and not among them. */
  more: number;
  overdue: { total: number; some: Overdue[] };
  /** Not handed over. In digests of an older version, late kickoffs too. */
  left: { total: number; some: Left[] };
  kickoffs: { total: number; some: Left[] };
  /** The figures at the end of the last quarter. */
  lastQuarter: { quarter: string; figures: Figures } | null;
};
