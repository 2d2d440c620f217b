import type { AtRisk, Figures } from '../figures/figures.ts';
import type { Band } from '../health/bands.ts';
import type { Reason } from '../health/reasons.ts';
import type { ListedSlides, Listing } from '../health/slides/listed.ts';
import type { BandWhy } from '../health/why-band.ts';
import { addDays } from '../time/local-date.ts';
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
  /** Null where the score alone would give this band too. */
  why: BandWhy | null;
  /** Where it slides, or has been low for long, and no risk is open. */
  listing: Listing | null;
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

/** Kinds of cases that a digest tells of when they are late. */
export const OVERDUE_KINDS = ['handoff', 'risk'] as const;

/** Work that is late: of handoffs, since a limit passed; of risks, since nobody took it or a check-in passed. */
export type Overdue = {
  kind: (typeof OVERDUE_KINDS)[number];
  id: string;
  /** "H-12", "R-7". */
  name: string;
  account: string;
  /** Whoever owes the next step. */
  who: Named | null;
  /** ISO instant. */
  since: string;
};

/** Won, and left: a deal or a draft that was not handed over, or an accepted handoff whose kickoff was not held in time. */
export type Left = {
  kind: 'deal' | 'draft' | 'kickoff';
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
  /** Of the others: what slides, or has been low for long, and no risk is open. */
  watch: ListedSlides;
  overdue: { total: number; some: Overdue[] };
  /** Not handed over. In digests of an older version, late kickoffs too. */
  left: { total: number; some: Left[] };
  kickoffs: { total: number; some: Left[] };
  /** The figures at the end of the last quarter. */
  lastQuarter: { quarter: string; figures: Figures } | null;
};

/** What the meeting is to answer about one account. */
export const QUESTIONS = ['who_takes_it', 'which_plan', 'how_did_it_go', 'renewal', 'does_it_work'] as const;
/**
 * who_takes_it: nobody has · which_plan: taken, and no plan · how_did_it_go: its check-in is due or past · renewal: it
 * renews within 90 days: what must be true by then · does_it_work: under way: is the plan enough
 */
export type Question = (typeof QUESTIONS)[number];

/** The last that somebody did about the risk, as its history has it: "claimed", "planned", "checked_in"… */
export type LastAction = { action: string; by: Named | null; at: string; words: string | null };

export type AgendaItem = DigestLine & {
  question: Question;
  /** Whoever owns the risk, else the account, else whoever the agenda is for. */
  decides: Named;
  lastAction: LastAction | null;
};

/** A meeting about the accounts that matter most. Plain JSON: it is stored, and read by a schema. */
export type AgendaContent = Pick<DigestContent, 'scope' | 'asOf' | 'period' | 'bridge' | 'more'> & {
  atRisk: DigestContent['figures']['atRisk'];
  currency: string;
  items: AgendaItem[];
};

const SOON_DAYS = 90;

/** `today` is YYYY-MM-DD. */
export function questionOf(line: Pick<DigestLine, 'risk' | 'renewalOn'>, today: string): Question {
  const { risk, renewalOn } = line;
  if (risk?.state !== 'claimed') return 'who_takes_it';
  if (risk.plan === null || risk.checkInOn === null) return 'which_plan';
  if (risk.checkInOn <= today) return 'how_did_it_go';
  const isSoon = renewalOn !== null && renewalOn >= today && renewalOn <= addDays(today, SOON_DAYS);
  return isSoon ? 'renewal' : 'does_it_work';
}

/** The agenda that a digest makes. `actions`: what was done last, by risk; `chair`: whoever asked for it. */
export function agendaOf(
  digest: DigestContent,
  { actions, today, chair }: { actions: ReadonlyMap<string, LastAction>; today: string; chair: Named },
): AgendaContent {
  const { scope, asOf, period, bridge, more, figures, lines } = digest;
  return {
    scope,
    asOf,
    period,
    bridge,
    more,
    atRisk: figures.atRisk,
    currency: figures.currency,
    items: lines.map((line) => ({
      ...line,
      question: questionOf(line, today),
      decides: line.owner ?? chair,
      lastAction: (line.risk && actions.get(line.risk.id)) ?? null,
    })),
  };
}
