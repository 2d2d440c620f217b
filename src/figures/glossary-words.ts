import { type Entry, entry } from './glossary-entry.ts';

/** Words that are no state and no figure of a period. */
export const OTHER_TERMS: readonly Entry[] = [
  entry(
    'ARR',
    'Annual recurring revenue: what the customer pays a year.',
    'The account: imports and the HTTP API.',
  ),
  entry(
    'ARR at risk',
    'What the accounts are worth a year that are at risk or critical, or have an open risk, each once. Those that are lost are not in it.',
    'Health scores, people’s own words, and open risks, as of when it is told.',
  ),
  entry(
    'reporting currency',
    'What sums of different currencies are told in (setting currency.reporting).',
    'The rates an admin gave (setting currency.rates). An account whose currency has no rate is counted and listed, and is in no sum.',
  ),
  entry(
    'time to first value',
    'The median of the days from the start of the contract to the day the customer first reached what they bought it for.',
    'The date given with “First value reached”, of accounts that reached it in the period.',
  ),
  entry(
    'health score',
    'From 0 to 100: how well things go with a customer.',
    'The weighted mean of the signals that are fresh, by the rules in force. The account card shows each of them.',
  ),
  entry(
    'signal',
    'One thing observed about a customer at one time: logins, open tickets, an unpaid invoice.',
    'Imports, the HTTP API, and people who flag a risk.',
  ),
  entry(
    'dimension',
    'What kind of thing a signal is about: usage, adoption, support, finance, relationship or renewal.',
    'The type of the signal.',
  ),
  entry(
    'confidence',
    'How much of what an account usually tells is fresh. Below half, its band is unknown.',
    'The fresh share of the weight of its signals.',
  ),
  entry(
    'completeness',
    'From 0 to 100: how much of a full brief is there.',
    'The weighted criteria of the handoff’s template.',
  ),
  entry(
    'risk',
    'A customer who may leave, as a case with an owner, a plan and check-ins.',
    'Alerts, and people who flag one with /risk.',
  ),
  entry('plan', 'The first thing its owner does about a risk, and by when.', 'The owner of the risk.'),
  entry('check-in', 'The day on which the owner of a risk says how it goes.', 'The owner of the risk.'),
  entry(
    'book',
    'The accounts that somebody looks after for customer success. A manager or lead moves it to other CSMs when that person leaves or has too much.',
    'The CS owner of each account.',
  ),
  entry(
    'handoff',
    'A customer passes from one team to another, with a brief that the receiver accepts.',
    'Whoever started it with /handoff.',
  ),
  entry(
    'brief',
    'What a handoff says of the customer, so that nobody has to ask the customer again.',
    'The sender of the handoff.',
  ),
  entry(
    'won, not handed over',
    'Drafts left for more than a working day, and accepted handoffs whose kickoff was not held in time.',
    'Handoffs as they stand when it is told.',
  ),
  entry(
    'overdue',
    'Somebody owes the next step of a handoff or a risk, and its time is over.',
    'The clocks of handoffs and risks.',
  ),
  entry(
    'escalation',
    'Somebody did not answer in time, so others are told, one after another, until somebody does.',
    'The clocks of handoffs and risks.',
  ),
  entry(
    'digest',
    'What is at risk, why it changed and what to do about it, once a week or a month.',
    'Whoever set it up with /digest.',
  ),
  entry(
    'baseline',
    'All figures as they stood at the end of a quarter, to compare later ones with. It is never changed.',
    'Kept once after each quarter’s end, in UTC.',
  ),
];
