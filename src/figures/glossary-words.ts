import type { HandoffState, Lane, RiskOutcome, RiskState, Stage } from '../../prisma/generated/client.ts';
import { BAND_WORDS, type Band } from '../health/bands.ts';
import { type Entry, entry } from './glossary-figures.ts';

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

const OF_ACCOUNT = 'The account: imports, the HTTP API, and handoffs that were accepted.';

export const STAGES: Record<Stage, Entry> = {
  land: entry(
    'land',
    'The contract is signed, and the customer is on the way from sales to customer success.',
    OF_ACCOUNT,
  ),
  adopt: entry(
    'adopt',
    'The customer puts to use what they bought. It begins when customer success accepts the handoff.',
    OF_ACCOUNT,
  ),
  expand: entry('expand', 'The customer has what they came for, and takes on more of it.', OF_ACCOUNT),
  renew: entry(
    'renew',
    'The contract comes to its end, and the customer decides whether to go on.',
    OF_ACCOUNT,
  ),
};

const OF_TEAM = 'The lane of the team somebody belongs to.';

export const LANES: Record<Lane, Entry> = {
  sales: entry('sales', 'The people who win the customer, and who renew or extend the contract.', OF_TEAM),
  service: entry('service', 'The people who set the product up and help with problems.', OF_TEAM),
  cs: entry(
    'customer success',
    'The people who answer for what the customer gets out of it, from handoff to renewal. Also: CS.',
    OF_TEAM,
  ),
};

const OF_SCORE =
  'The health score against the limits in force, once it has stayed there for some days. A person’s own word goes before it while it lasts.';

export const BANDS: Record<Band | 'unknown', Entry> = {
  healthy: entry(
    BAND_WORDS.healthy,
    'The health score is 80 or more, unless other limits were set.',
    OF_SCORE,
  ),
  watch: entry(
    BAND_WORDS.watch,
    'The health score is from 60 to below 80, unless other limits were set: something to keep an eye on.',
    OF_SCORE,
  ),
  at_risk: entry(
    BAND_WORDS.at_risk,
    'The health score is from 40 to below 60, unless other limits were set: somebody should be on it.',
    OF_SCORE,
  ),
  critical: entry(
    BAND_WORDS.critical,
    'The health score is below 40, unless other limits were set: the customer may leave.',
    OF_SCORE,
  ),
  unknown: entry(
    BAND_WORDS.unknown,
    'Too little is known to say how the account stands. It is in no amount at risk, unless a risk is open.',
    'Fewer than half of the signals, by weight, are fresh, or they are of one dimension only.',
  ),
};

const OF_HANDOFF = 'The handoff: what sender and receiver did last.';

export const HANDOFF_STATES: Record<HandoffState, Entry> = {
  draft: entry('draft', 'A handoff that its sender still writes. Nobody else can see it.', OF_HANDOFF),
  submitted: entry('submitted', 'Handed over, and waiting for the receiver to acknowledge it.', OF_HANDOFF),
  acknowledged: entry('acknowledged', 'The receiver has seen it and says by when they decide.', OF_HANDOFF),
  returned: entry('returned', 'The receiver asked for more, by name. It is the sender’s turn.', OF_HANDOFF),
  accepted: entry(
    'accepted',
    'The brief suffices, and the receiver answers for the customer from here on.',
    OF_HANDOFF,
  ),
  finished: entry(
    'finished',
    'The kickoff was held, and the receiver said how good the brief was.',
    OF_HANDOFF,
  ),
  cancelled: entry('cancelled', 'Called off, with a reason.', OF_HANDOFF),
};

const OF_RISK = 'The risk: what was done about it last.';

export const RISK_STATES: Record<RiskState, Entry> = {
  open: entry('open', 'A risk that nobody has taken yet.', OF_RISK),
  claimed: entry(
    'claimed',
    'Somebody said “I’ve got it”: the risk is theirs to plan and to check in on.',
    OF_RISK,
  ),
  resolved: entry('resolved', 'The risk has ended: saved, lost, recovered, or not a risk.', OF_RISK),
};

export const RISK_OUTCOMES: Record<RiskOutcome, Entry> = {
  saved: entry(
    'saved',
    'A person closed the risk: the customer stays, and something was done for it.',
    'Whoever resolved the risk, with a reason.',
  ),
  lost: entry(
    'lost',
    'A person closed the risk: the customer leaves. The account is not at risk any more, until another risk is opened.',
    'Whoever resolved the risk, with a reason.',
  ),
  not_a_risk: entry(
    'not a risk',
    'A person closed the risk as a false alarm, or as told too early.',
    'Whoever resolved the risk, with a verdict.',
  ),
  recovered: entry(
    'recovered',
    'The health score went back up and stayed there, so Baton closed the risk that it had opened.',
    'The health score.',
  ),
};
