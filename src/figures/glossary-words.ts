import type { HandoffState, Lane, RiskOutcome, RiskState, Stage } from '../../prisma/generated/client.ts';
import { BAND_WORDS, type Band } from '../health/bands.ts';
import { type Entry, entry } from './glossary-figures.ts';

/** Words that are no state and no figure of a period. */
export const OTHER_TERMS: readonly Entry[] = [
  entry(
    'ARR',
    'Annual recurring revenue: what a customer pays a year.',
    'The account, from imports and the HTTP API.',
  ),
  entry(
    'ARR at risk',
    'Yearly revenue of accounts that are at risk, critical or have an open risk. Each account counts once; lost ones don’t.',
    'Health scores, health set by hand, and open risks, at the time it is shown.',
  ),
  entry(
    'reporting currency',
    'The currency in which sums of different currencies are shown.',
    'Exchange rates that an admin enters. An account whose currency has no rate is counted and listed, but not added up.',
  ),
  entry(
    'time to first value',
    'The days from the start of a contract until the customer first got what they bought it for. It is a median: half were faster.',
    'The date given with “First value”, of accounts that reached it in the period.',
  ),
  entry(
    'health score',
    'From 0 to 100: how well things are going with a customer.',
    'The weighted mean of the signals that are up to date. The account card shows each of them.',
  ),
  entry(
    'signal',
    'One thing seen about a customer at one time, such as logins, open tickets or an unpaid invoice.',
    'Imports, the HTTP API, and people who flag a risk.',
  ),
  entry(
    'dimension',
    'What a signal is about: usage, adoption, support, finance, relationship or renewal.',
    'The type of the signal.',
  ),
  entry(
    'confidence',
    'How much of what an account usually tells is up to date. Below half, its health is unknown.',
    'The share of its signals, by weight, that are up to date.',
  ),
  entry(
    'completeness',
    'How much of a full brief is answered, from 0 to 100.',
    'The weighted parts of the brief.',
  ),
  entry(
    'risk',
    'A customer who may leave, with an owner, a plan and check-ins.',
    'Alerts, and people who flag one with /risk.',
  ),
  entry(
    'sliding',
    'The account has been clearly below its own usual in the last weeks, whatever its band. A deep slide is flagged as a risk; any other is listed under Watch.',
    'The last weeks of its signals compared with its year before, looked at once a week.',
  ),
  entry(
    'low for long',
    'The account has been at risk or critical for eight weeks or more, after at least four weeks of clearly better health.',
    'A year of its signals, looked at once a week.',
  ),
  entry('plan', 'The first thing the owner of a risk does about it, and by when.', 'The owner of the risk.'),
  entry('check-in', 'The day on which the owner of a risk posts an update.', 'The owner of the risk.'),
  entry(
    'accounts of a CSM',
    'The accounts that one CSM looks after. A manager or lead can move them to other CSMs when that person leaves or has too many.',
    'The CS owner of each account.',
  ),
  entry(
    'handoff',
    'A customer goes from one team to another, with a brief that the receiver accepts.',
    'The person who started it with /handoff.',
  ),
  entry(
    'brief',
    'What a handoff says about the customer, so no one has to ask the customer again.',
    'The sender of the handoff.',
  ),
  entry(
    'won, not handed over',
    'Handoffs left as a draft for more than a working day.',
    'Handoffs as they are when it is shown.',
  ),
  entry(
    'kickoff late',
    'Accepted handoffs whose kickoff was not held in time.',
    'Handoffs as they are when it is shown.',
  ),
  entry(
    'overdue',
    'The next step of a handoff or a risk was due, and no one has taken it.',
    'The due dates of handoffs and risks.',
  ),
  entry(
    'escalation',
    'When someone doesn’t respond in time, Baton tells others, one after another, until someone does.',
    'The due dates of handoffs and risks.',
  ),
  entry(
    'digest',
    'What is at risk, why it changed and what to do about it, once a week or once a month.',
    'The person who created it with /digest.',
  ),
  entry(
    'baseline',
    'All figures at the end of a quarter, to compare later ones with. It never changes.',
    'Kept once after each quarter ends, in UTC.',
  ),
];

const OF_ACCOUNT = 'The account, from imports, the HTTP API and accepted handoffs.';

export const STAGES: Record<Stage, Entry> = {
  land: entry(
    'land',
    'The contract is signed, and the customer is moving to customer success, or is being set up by service.',
    OF_ACCOUNT,
  ),
  adopt: entry(
    'adopt',
    'The customer starts to use what they bought. It begins when customer success accepts the handoff.',
    OF_ACCOUNT,
  ),
  expand: entry('expand', 'The customer has what they came for and is taking on more.', OF_ACCOUNT),
  renew: entry(
    'renew',
    'The contract is coming to its end, and the customer decides whether to stay.',
    OF_ACCOUNT,
  ),
};

const OF_TEAM = 'The kind of team a person is on.';

export const LANES: Record<Lane, Entry> = {
  sales: entry('sales', 'The people who win customers, and who renew or extend their contracts.', OF_TEAM),
  service: entry(
    'service',
    'The people who set the product up for new customers, and help with problems.',
    OF_TEAM,
  ),
  cs: entry(
    'customer success',
    'The people who answer for what customers get out of the product, from handoff to renewal. Also called CS.',
    OF_TEAM,
  ),
};

const OF_SCORE =
  'The health score, once it has stayed in that range for some days. While health is set by hand, that counts instead.';

export const BANDS: Record<Band | 'unknown', Entry> = {
  healthy: entry(
    BAND_WORDS.healthy,
    'The health score is 80 or more, unless other limits are set.',
    OF_SCORE,
  ),
  watch: entry(
    BAND_WORDS.watch,
    'The health score is from 60 to below 80, unless other limits are set. Keep an eye on it.',
    OF_SCORE,
  ),
  at_risk: entry(
    BAND_WORDS.at_risk,
    'The health score is from 40 to below 60, unless other limits are set. Someone should be on it.',
    OF_SCORE,
  ),
  critical: entry(
    BAND_WORDS.critical,
    'The health score is below 40, unless other limits are set. The customer may leave.',
    OF_SCORE,
  ),
  unknown: entry(
    BAND_WORDS.unknown,
    'There is too little to tell how the account is doing. It doesn’t count as at risk unless a risk is open.',
    'Fewer than half of the signals, by weight, are up to date, or all are of one dimension.',
  ),
};

const OF_HANDOFF = 'The handoff, by what sender and receiver did last.';

export const HANDOFF_STATES: Record<HandoffState, Entry> = {
  draft: entry('draft', 'A handoff that its sender is still writing. No one else can see it.', OF_HANDOFF),
  submitted: entry('waiting for a response', 'Sent, and the receiver hasn’t responded yet.', OF_HANDOFF),
  acknowledged: entry('on it', 'The receiver is on it and will accept it or ask for more.', OF_HANDOFF),
  returned: entry(
    'asked for more',
    'The receiver asked for more. The sender adds what’s missing.',
    OF_HANDOFF,
  ),
  accepted: entry('accepted', 'The brief is enough, and the receiver now owns the account.', OF_HANDOFF),
  finished: entry('finished', 'The kickoff was held, and the receiver rated the brief.', OF_HANDOFF),
  cancelled: entry('cancelled', 'Called off, with a reason.', OF_HANDOFF),
};

const OF_RISK = 'The risk, by what was done about it last.';

export const RISK_STATES: Record<RiskState, Entry> = {
  open: entry('open', 'A risk that no one has taken yet.', OF_RISK),
  claimed: entry('taken', 'Someone took the risk: they plan the first step and check in on it.', OF_RISK),
  resolved: entry('closed', 'The risk has ended: saved, lost, recovered or not a risk.', OF_RISK),
};

const CLOSED = 'The person who closed the risk, with a reason.';

export const RISK_OUTCOMES: Record<RiskOutcome, Entry> = {
  saved: entry('saved', 'A person closed the risk: something was done, and the customer stays.', CLOSED),
  lost: entry(
    'lost',
    'A person closed the risk: the customer is leaving. The account no longer counts as at risk until a new risk opens.',
    CLOSED,
  ),
  not_a_risk: entry(
    'not a risk',
    'A person closed the risk as a false alarm, or as flagged too early.',
    CLOSED,
  ),
  recovered: entry(
    'recovered',
    'The health score went back up and stayed there, so Baton closed the risk it had opened.',
    'The health score.',
  ),
};
