/** From, what happens, to. `none`: the account has no open risk. `planned`: claimed, with a check-in to come. */
const TRANSITIONS = `
none | flag | open
open | flag | open
claimed | flag | claimed
planned | flag | planned
open | claim | claimed
open | claim | planned
open | plan | planned
claimed | plan | planned
planned | plan | planned
claimed | check_in | planned
planned | check_in | planned
open | snooze | open
claimed | snooze | claimed
planned | snooze | planned
open snoozed | snooze | open
open snoozed | claim | claimed
open snoozed | plan | planned
claimed snoozed | plan | planned
planned snoozed | check_in | planned
open | nudge | open
claimed | nudge | claimed
planned | nudge | planned
open snoozed | nudge | open
open | reassign | open
claimed | reassign | open
planned | reassign | open
open | reassign | claimed
claimed | reassign | claimed
planned | reassign | planned
open snoozed | reassign | open
open | resolve | resolved
claimed | resolve | resolved
planned | resolve | resolved
open snoozed | resolve | resolved
`;

const HEALTH = `
none | health worsened | opened
none | health fell | opened
none | health exception | opened
none | health worsened | preview
none | health exception | preview
none | health worsened | cooldown
none | health recovered | quiet
none | health rules | quiet
none | health worsened | quiet
open | health worsened | news
open | health worsened | owned
open | health exception | news
open | health fell | owned
open | health recovered | news
open | health recovered | closed
claimed | health worsened | news
claimed | health exception | news
claimed | health recovered | closed
claimed | health recovered | news
resolved | health worsened | reopened
resolved | health exception | reopened
resolved | health fell | reopened
resolved | health worsened | opened
resolved | health exception | opened
resolved | health worsened | cooldown
resolved | health recovered | quiet
`;

/** What a state, or who asks, does not allow. */
const REFUSED = {
  none: ['flag'],
  open: ['claim', 'plan', 'check_in', 'snooze', 'nudge', 'reassign', 'resolve'],
  claimed: ['claim', 'plan', 'check_in', 'snooze', 'nudge', 'reassign', 'resolve'],
  planned: ['claim', 'plan', 'check_in', 'snooze', 'nudge', 'reassign', 'resolve'],
  resolved: ['claim', 'plan', 'check_in', 'snooze', 'nudge', 'reassign', 'resolve'],
};

const CODES = `not_found not_yours wrong_state past too_far no_action no_note no_reason no_verdict no_sentiment
  unknown_account bot guest stranger deactivated unknown_person same_owner snoozed_enough not_due
  nobody yours nudged_already`;

const CLOCKS = {
  claim: ['reminder', 'limit', 'lead', 'manager', 'manager again', 'manager a third time'],
  plan: ['reminder', 'lead', 'manager', 'manager again', 'manager a third time'],
  check_in: ['its day', 'passed in silence', 'lead', 'manager', 'manager again', 'manager a third time'],
};
const EVERY_CLOCK = [
  'reminder left out: the next rung has come',
  'waits for the snooze to end',
  'everything is said',
  'lost and restored',
];

const rows = (what: string, list: readonly string[]) => list.map((one) => `${what} | ${one}`);

/** What a session of runs must have met at least once. */
export const EXPECTED: readonly string[] = [
  ...TRANSITIONS.trim().split('\n'),
  ...HEALTH.trim().split('\n'),
  ...Object.entries(REFUSED).flatMap(([state, verbs]) => verbs.map((verb) => `${state} | ${verb} | refused`)),
  ...rows('refused', CODES.split(/\s+/)),
  ...Object.entries(CLOCKS).flatMap(([clock, rungs]) => rows(`clock ${clock}`, [...rungs, ...EVERY_CLOCK])),
  ...rows('told', ['the owner', 'the lead, for nobody owns it', 'the cover', 'the counterpart', 'the lead']),
  ...rows('told', ['the manager', 'the channel', 'nobody on this rung', 'nobody, for nobody is left']),
  ...rows('told', ['the admins, for nobody is left']),
  ...rows('card, for nobody is asked', ['the channel of the last rung', 'the admins', 'nowhere']),
  ...rows('flagged', ['by a note on what an alert opened']),
  ...rows('recovered, yet open', [
    'flagged when it was opened',
    'flagged by a note',
    'flagged before it was reopened',
  ]),
  ...rows('reminded', ['at once', 'in the morning']),
  ...rows('interrupted', [
    'at once',
    'when they work again',
    'in the morning: no room today',
    'in the morning: off until then',
    'in the morning: they have heard of it before',
  ]),
  ...rows('asked', ['in the morning: no room today']),
  ...rows('opened with', ['its owner', 'the lead', 'the partner', 'nobody']),
  ...rows('claimed by', ['the owner', 'the partner', 'somebody else', 'the first, for nobody owned it']),
  ...rows('claimed with', ['a check-in of today']),
  ...rows('reopened', ['under the card it had', 'with the owner its account has now']),
  ...rows('news', ['its severity grows', 'in a message of its own']),
  ...rows('noted', ['it becomes critical']),
  ...rows('nudged', ['claim', 'plan', 'check_in']),
  ...rows('passed on', ['to oneself']),
  ...rows('resolved', ['saved', 'lost', 'not_a_risk, false_alarm', 'not_a_risk, too_early']),
  ...rows('snoozed', ['one_hour', 'four_hours', 'tomorrow']),
  ...rows('people', ['away', 'back', 'left']),
  ...rows('owners', ['removed', 'given']),
  ...rows('two at once', ['verbs', 'flag', 'health', 'flag and health']),
  ...rows('answered while a clock fires', ['done', 'refused']),
  ...rows('fired', ['by several processes']),
  ...['at once', 'in turn'].flatMap((how) => rows(`asked twice ${how}`, ['done once', 'refused'])),
  ...rows('clocks changed', ['Europe/Berlin', 'America/New_York']),
  ...rows('runs', ['always', 'business']),
];

/** Transitions by state, changes of health, firings by clock, and all the rest, each with how often it happened. */
export function tableOf(counts: ReadonlyMap<string, number>): string {
  const all = new Set([...counts.keys(), ...EXPECTED]);
  const line = (row: string) => `${String(counts.get(row) ?? 0).padStart(7)}  ${row}`;
  return [...all].sort().map(line).join('\n');
}
