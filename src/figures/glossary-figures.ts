import type { HandoffService, RiskFigures, Step } from './figures.ts';

/** A word as Baton uses it. */
export interface Entry {
  term: string;
  /** One or two plain sentences. */
  says: string;
  /** Where its value or number comes from. */
  from: string;
}

export function entry(term: string, says: string, from: string): Entry {
  return { term, says, from };
}

/** The term at the head of a line: 'First-pass acceptance'. */
export function label({ term }: Entry): string {
  return term.charAt(0).toUpperCase() + term.slice(1);
}

const SENT =
  'Handoffs first sent in the period, private ones included. One whose time isn’t up yet is left out.';

/** How the work went. */
export const SERVICE: Record<keyof HandoffService, Entry> = {
  acknowledged: entry(
    'responded on time',
    'How many handoffs got a response within the time allowed, in the receiver’s working hours. The clock starts when a handoff is first sent.',
    SENT,
  ),
  accepted: entry(
    'accepted on time',
    'How many handoffs were accepted before the longest time allowed was up, in the receiver’s working hours.',
    SENT,
  ),
  kickoff: entry(
    'kickoff on time',
    'How many customers had their kickoff within the days allowed after the handoff was first sent.',
    `${SENT} The date comes from “Log kickoff”.`,
  ),
  firstPass: entry(
    'first-pass acceptance',
    'How many accepted handoffs were accepted without asking for more.',
    'Handoffs first sent in the period and accepted since.',
  ),
  hoursToAcknowledge: entry(
    'time to respond',
    'The receiver’s working hours from first sent to the first response. It is a median: half were faster.',
    'Handoffs first sent in the period and responded to since.',
  ),
  hoursToAccept: entry(
    'time to accept',
    'The receiver’s working hours from first sent to accepted. It is a median: half were faster.',
    'Handoffs first sent in the period and accepted since.',
  ),
};

const ENDED =
  'Risks closed in the period. An account with several counts once, by the latest, with its ARR of today.';

export const RISK_TERMS: Record<keyof RiskFigures, Entry> = {
  saved: entry('ARR saved', 'Yearly revenue of accounts whose risk was closed as saved.', ENDED),
  lost: entry('ARR lost', 'Yearly revenue of accounts whose risk was closed as lost.', ENDED),
  saveRate: entry(
    'save rate',
    'How many of the accounts saved or lost were saved. Those that recovered by themselves, or were not a risk, don’t count.',
    ENDED,
  ),
  falseAlarms: entry(
    'false alarms',
    'How many of the alerts that someone judged were called a false alarm.',
    'Risks that a change of health opened and a person closed in the period.',
  ),
};

const BETWEEN = 'What was at risk in the last digest and what is now. Each account counts in one step.';

export const STEP_TERMS: Record<Step, Entry> = {
  entered: entry('became at risk', 'ARR of accounts that became at risk since the last digest.', BETWEEN),
  recovered: entry(
    'recovered',
    'ARR of accounts that are no longer at risk, because their health went up or their risk was closed.',
    BETWEEN,
  ),
  lost: entry('lost', 'ARR of accounts whose risk was closed as lost, or that are gone.', BETWEEN),
  edited: entry(
    'ARR changed',
    'How much ARR at risk changed because someone changed the ARR or the currency of an account.',
    BETWEEN,
  ),
  rules: entry(
    'rules changed',
    'How much ARR at risk changed because the rules of health or the exchange rates changed, with no news of the customer.',
    BETWEEN,
  ),
  moved: entry(
    'moved',
    'ARR of at-risk accounts that moved into or out of this digest: they got another owner, team or segment.',
    BETWEEN,
  ),
};
