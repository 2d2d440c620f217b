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

const HANDED_OVER =
  'Handoffs first handed over in the period, private ones included. One whose time is not over yet is left out.';

/** How the work went. */
export const SERVICE: Record<keyof HandoffService, Entry> = {
  acknowledged: entry(
    'acknowledged in time',
    'How many handoffs were acknowledged within the time allowed (setting handoff.acknowledge, or acknowledge_urgent when go-live is near), counted from the first time they were handed over, in the receiver’s working hours.',
    HANDED_OVER,
  ),
  accepted: entry(
    'accepted in time',
    'How many handoffs were accepted within the hard stop (setting handoff.hard_stop), counted from the first time they were handed over, in the receiver’s working hours.',
    HANDED_OVER,
  ),
  kickoff: entry(
    'kickoff in time',
    'How many customers had their kickoff within so many days (setting handoff.kickoff_days) of being handed over.',
    `${HANDED_OVER} The date is what the receiver gave with “Kickoff held”.`,
  ),
  firstPass: entry(
    'first-pass acceptance',
    'How many of the accepted handoffs were accepted without asking for more.',
    'Handoffs first handed over in the period and accepted since.',
  ),
  hoursToAcknowledge: entry(
    'time to acknowledge',
    'The median of the receiver’s working hours from first handed over to acknowledged: half were faster.',
    'Handoffs first handed over in the period and acknowledged since.',
  ),
  hoursToAccept: entry(
    'time to accept',
    'The median of the receiver’s working hours from first handed over to accepted: half were faster.',
    'Handoffs first handed over in the period and accepted since.',
  ),
};

const ENDED =
  'Risks that ended in the period. An account with several counts once, as the latest of them ended, with what it is worth now.';

export const RISK_TERMS: Record<keyof RiskFigures, Entry> = {
  saved: entry('ARR saved', 'What the accounts are worth a year whose risk was closed as saved.', ENDED),
  lost: entry('ARR lost', 'What the accounts are worth a year whose risk was closed as lost.', ENDED),
  saveRate: entry(
    'save rate',
    'Of the accounts saved or lost, how many were saved. Those that recovered by themselves, or were no risk, are in neither.',
    ENDED,
  ),
  falseAlarms: entry(
    'false alarms',
    'Of the alerts that a person judged, how many they called a false alarm.',
    'Risks that a change of health opened and a person closed in the period.',
  ),
};

const BETWEEN =
  'What was at risk when the last digest was made, against what is now. Each account is under one step.';

export const STEP_TERMS: Record<Step, Entry> = {
  entered: entry('entered', 'ARR of accounts that came to be at risk since the last digest.', BETWEEN),
  recovered: entry(
    'recovered',
    'ARR of accounts that are not at risk any more: their health went up, or their risk was closed.',
    BETWEEN,
  ),
  lost: entry('lost', 'ARR of accounts whose risk was closed as lost, or that are gone.', BETWEEN),
  edited: entry(
    'ARR edited',
    'By how much ARR at risk changed because the ARR or the currency of an account was.',
    BETWEEN,
  ),
  rules: entry(
    'rules changed',
    'By how much ARR at risk changed because the rules of health or the exchange rates did, and nothing was heard of the customer.',
    BETWEEN,
  ),
  moved: entry(
    'moved',
    'ARR of accounts that were at risk all along, and came into or left what the digest is of: another owner, team or segment.',
    BETWEEN,
  ),
};
