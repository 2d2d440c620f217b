import { addDays } from '../time/local-date.ts';
import type { DigestContent, DigestLine, Named } from './content.ts';

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
