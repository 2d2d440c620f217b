const TRANSITIONS = `
draft | submit | submitted
draft | edit | draft
submitted | acknowledge | acknowledged
submitted | decide_by | acknowledged
submitted | accept | accepted
submitted | return | returned
submitted | reassign | submitted
submitted | nudge | submitted
submitted | snooze | submitted
submitted | cancel | cancelled
acknowledged | decide_by | acknowledged
acknowledged | accept | accepted
acknowledged | return | returned
acknowledged | reassign | submitted
acknowledged | nudge | acknowledged
acknowledged | snooze | acknowledged
acknowledged | cancel | cancelled
returned | submit | submitted
returned | edit | returned
returned | reassign | returned
returned | nudge | returned
returned | snooze | returned
returned | cancel | cancelled
accepted | finish | finished
accepted | book | accepted
accepted | await | accepted
accepted | answered | accepted
accepted | nudge | accepted
accepted | escalate | accepted
submitted | escalate | submitted
acknowledged | escalate | acknowledged
returned | escalate | returned
finished | read | finished
submitted | amend | submitted
acknowledged | amend | acknowledged
accepted | amend | accepted
submitted | introduce | submitted
acknowledged | introduce | acknowledged
accepted | introduce | accepted
accepted | snooze | accepted
accepted | reassign | submitted
accepted | cancel | cancelled
`;

const CLOSED = [
  ...['submit', 'edit', 'acknowledge', 'decide_by', 'accept', 'return', 'finish', 'reassign', 'nudge'],
  ...['snooze', 'cancel', 'book', 'await', 'answered', 'escalate', 'introduce', 'amend'],
];

const KICKOFF = ['finish', 'read', 'book', 'await', 'answered'];

/** What a state allows nobody. */
const REFUSED = {
  draft: [
    ...[
      'acknowledge',
      'decide_by',
      'accept',
      'return',
      'reassign',
      'nudge',
      'escalate',
      'introduce',
      'amend',
      'snooze',
      'cancel',
    ],
    ...KICKOFF,
  ],
  submitted: ['submit', 'edit', ...KICKOFF],
  acknowledged: ['acknowledge', 'submit', 'edit', ...KICKOFF],
  returned: ['introduce', 'amend', 'acknowledge', 'decide_by', 'accept', 'return', ...KICKOFF],
  accepted: ['submit', 'edit', 'acknowledge', 'decide_by', 'accept', 'return', 'read'],
  finished: CLOSED,
  cancelled: CLOSED,
};

const CODES = `not_found not_yours wrong_state past too_far no_gap no_reason no_receiver missing open_already
  self bot guest stranger deactivated unknown_person same_receiver nudged_already yours not_owing snoozed_enough
  no_day future no_quality gap_open same_day waited_enough not_waiting
  escalated_already all_told not_due read_already introduced_already`;

const RUNGS = [
  ...['reminder', 'limit', 'lead', 'manager', 'manager again', 'manager a third time'],
  ...['reminder left out: its limit has passed', 'waits for the snooze to end', 'lost and restored'],
];

/** What a session of runs must have met at least once. */
export const EXPECTED: readonly string[] = [
  ...TRANSITIONS.trim().split('\n'),
  ...Object.entries(REFUSED).flatMap(([state, verbs]) => verbs.map((verb) => `${state} | ${verb} | refused`)),
  ...CODES.split(/\s+/).map((code) => `refused | ${code}`),
  ...['acknowledge', 'decide', 'resubmit', 'book_kickoff', 'hold_kickoff'].flatMap((clock) =>
    RUNGS.map((rung) => `clock ${clock} | ${rung}`),
  ),
  ...['hard stop', 'says nothing, for the ladder has said it', 'lost and restored'].map(
    (what) => `clock hard_stop | ${what}`,
  ),
  ...['owner', 'cover', 'counterpart', 'lead', 'manager', 'channel'].map((role) => `told | the ${role}`),
  ...['booked', 'moved', 'waits', 'waits, and is no longer booked'].map((what) => `kickoff | ${what}`),
  'told | nobody on this rung',
  ...['at once', 'when they work again'].map((when) => `feedback | ${when}`),
  ...[
    'at once',
    'when they work again',
    'in the morning: no room today',
    'in the morning: off until then',
    'in the morning: they have heard of it before',
  ].map((when) => `interrupted | ${when}`),
  ...['handoff_escalation', 'handoff_reminder', 'handoff_nudge', 'morning'].flatMap((kind) => [
    `${kind} | said`,
    `${kind} | left unsaid`,
  ]),
  ...['one_hour', 'four_hours', 'tomorrow'].map((length) => `snoozed | ${length}`),
  ...['away', 'back', 'left'].map((what) => `people | ${what}`),
  ...['both done', 'one refused'].map((what) => `two at once | ${what}`),
  ...['done', 'refused'].map((what) => `answered while a clock fires | ${what}`),
  'fired | by several processes',
  ...['at once', 'in turn'].flatMap((how) =>
    ['done once', 'refused'].map((what) => `asked twice ${how} | ${what}`),
  ),
];

/** Transitions by state, firings by clock, and all the rest, each with how often it happened. */
export function tableOf(counts: ReadonlyMap<string, number>): string {
  const rows = new Set([...counts.keys(), ...EXPECTED]);
  const line = (row: string) => `${String(counts.get(row) ?? 0).padStart(7)}  ${row}`;
  return [...rows].sort().map(line).join('\n');
}
