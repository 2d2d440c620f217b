import type { Handoff, HandoffState } from '../../prisma/generated/client.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Gaps } from './gaps.ts';

export type { Handoff, HandoffState };

export const CLOCKS = ['acknowledge', 'decide', 'resubmit', 'hard_stop'] as const;
export type HandoffClock = (typeof CLOCKS)[number];

/** Open: somebody still answers for it. Accepted stays open, so that a second handoff of the deal is a choice. */
export const OPEN_STATES = ['submitted', 'acknowledged', 'returned', 'accepted'] as const;
/** Waiting: somebody owes the next step, and a clock runs. */
export const WAITING_STATES = ['submitted', 'acknowledged', 'returned'] as const;

export function isOpen(state: HandoffState): boolean {
  return (OPEN_STATES as readonly string[]).includes(state);
}

export function isWaiting(state: HandoffState): boolean {
  return (WAITING_STATES as readonly string[]).includes(state);
}

/** The clock that must be live in each waiting state, beside the hard stop. */
export const CLOCK_OF_STATE = {
  submitted: 'acknowledge',
  acknowledged: 'decide',
  returned: 'resubmit',
} as const satisfies Record<(typeof WAITING_STATES)[number], HandoffClock>;

export function owesNext(handoff: Pick<Handoff, 'state'>): 'receiver' | 'sender' | null {
  if (handoff.state === 'submitted' || handoff.state === 'acknowledged') return 'receiver';
  return handoff.state === 'returned' ? 'sender' : null;
}

/** "H-12", or "draft" before it has a number. */
export function handoffName(handoff: Pick<Handoff, 'number'>): string {
  return handoff.number === null ? 'draft' : `H-${handoff.number}`;
}

/** What a verb is about to do: columns, clocks, and the word for the history. */
export interface Decision {
  action: HandoffAction;
  patch: Partial<Omit<Handoff, 'id' | 'workspaceId' | 'version' | 'brief' | 'gaps'>> & { gaps?: Gaps };
  start: HandoffClock[];
  stop: HandoffClock[];
  /** Until when the clock that starts runs, in place of the policy's limit. */
  until?: Date;
}

export type HandoffAction =
  | 'submitted'
  | 'acknowledged'
  | 'accepted'
  | 'returned'
  | 'resubmitted'
  | 'reassigned'
  | 'cancelled'
  | 'nudged'
  | 'snoozed'
  | 'decision_promised';

export function decideSubmit(handoff: Handoff, now: Date): Decision | Refusal {
  if (handoff.state === 'returned') {
    return {
      action: 'resubmitted',
      patch: {
        state: 'submitted',
        submissions: handoff.submissions + 1,
        acknowledgedAt: null,
        acknowledgedById: null,
        decideBy: null,
        snoozedUntil: null,
      },
      start: ['acknowledge'],
      stop: ['resubmit', 'decide'],
    };
  }
  if (handoff.state !== 'draft') return wrongState(handoff, 'handed over');
  return {
    action: 'submitted',
    patch: { state: 'submitted', submissions: 1, submittedAt: now },
    start: ['acknowledge', 'hard_stop'],
    stop: [],
  };
}

/** Seen, and mine. `decideBy` is what the receiver promises; the clock's own limit is the policy's. */
export function decideAcknowledge(
  handoff: Handoff,
  memberId: string,
  decideBy: Date,
  now: Date,
): Decision | Refusal {
  if (handoff.state !== 'submitted') return wrongState(handoff, 'acknowledged');
  return {
    action: 'acknowledged',
    patch: {
      state: 'acknowledged',
      acknowledgedAt: now,
      acknowledgedById: memberId,
      decideBy,
      snoozedUntil: null,
    },
    start: ['decide'],
    stop: ['acknowledge'],
  };
}

/** Two weeks, and the rest of the last day. */
const DECIDE_BY_AT_MOST_MS = 15 * 24 * 60 * 60 * 1000;

/** "Decide by…": acknowledges if that is still to do, and promises a day up to two weeks ahead. */
export function decideDecideBy(
  handoff: Handoff,
  memberId: string,
  decideBy: Date,
  now: Date,
): Decision | Refusal {
  if (handoff.state !== 'submitted' && handoff.state !== 'acknowledged')
    return wrongState(handoff, 'put off');
  if (decideBy <= now) return refuse('past', 'Pick a day from today on.', 'decideBy');
  if (decideBy.getTime() - now.getTime() > DECIDE_BY_AT_MOST_MS) {
    return refuse('too_far', 'Pick a day within the next two weeks.', 'decideBy');
  }
  return {
    action: 'decision_promised',
    patch: {
      state: 'acknowledged',
      acknowledgedAt: handoff.acknowledgedAt ?? now,
      acknowledgedById: handoff.acknowledgedById ?? memberId,
      decideBy,
      snoozedUntil: null,
    },
    start: ['decide'],
    stop: ['acknowledge'],
    until: decideBy,
  };
}

export function decideAccept(handoff: Handoff, memberId: string, now: Date): Decision | Refusal {
  if (handoff.state !== 'submitted' && handoff.state !== 'acknowledged')
    return wrongState(handoff, 'accepted');
  return {
    action: 'accepted',
    patch: {
      state: 'accepted',
      acknowledgedAt: handoff.acknowledgedAt ?? now,
      acknowledgedById: handoff.acknowledgedById ?? memberId,
      acceptedAt: now,
      acceptedById: memberId,
      snoozedUntil: null,
    },
    start: [],
    stop: [...CLOCKS],
  };
}

export function decideReturn(handoff: Handoff, gaps: Gaps): Decision | Refusal {
  if (handoff.state !== 'submitted' && handoff.state !== 'acknowledged')
    return wrongState(handoff, 'sent back');
  if (gaps.criteria.length === 0 && !gaps.note) {
    return refuse('no_gap', 'Tick what is missing, or write what you need to know.', 'gaps');
  }
  return {
    action: 'returned',
    patch: {
      state: 'returned',
      returns: handoff.returns + 1,
      gaps,
      acknowledgedAt: null,
      acknowledgedById: null,
      decideBy: null,
      snoozedUntil: null,
    },
    start: ['resubmit'],
    stop: ['acknowledge', 'decide'],
  };
}

export function decideReassign(handoff: Handoff, receiverId: string): Decision | Refusal {
  if (!isOpen(handoff.state)) return wrongState(handoff, 'reassigned');
  if (receiverId === handoff.receiverId)
    return refuse('same_receiver', 'They have it already. Pick someone else.', 'receiver');
  if (handoff.state === 'returned') {
    return { action: 'reassigned', patch: { receiverId }, start: [], stop: [] };
  }
  return {
    action: 'reassigned',
    patch: {
      state: 'submitted',
      receiverId,
      acknowledgedAt: null,
      acknowledgedById: null,
      acceptedAt: null,
      acceptedById: null,
      decideBy: null,
      snoozedUntil: null,
    },
    // Accepting stopped the hard stop; a new receiver has still to answer.
    start: handoff.state === 'accepted' ? ['acknowledge', 'hard_stop'] : ['acknowledge'],
    stop: ['decide'],
  };
}

export function decideCancel(handoff: Handoff, now: Date): Decision | Refusal {
  if (!isOpen(handoff.state)) return wrongState(handoff, 'cancelled');
  return {
    action: 'cancelled',
    patch: { state: 'cancelled', closedAt: now, snoozedUntil: null },
    start: [],
    stop: [...CLOCKS],
  };
}

export function decideNudge(handoff: Handoff, pauseMs: number, now: Date): Decision | Refusal {
  if (!isWaiting(handoff.state)) return wrongState(handoff, 'nudged');
  if (handoff.nudgedAt && now.getTime() - handoff.nudgedAt.getTime() < pauseMs) {
    return refuse(
      'nudged_already',
      'They were nudged a short while ago. Give them a moment; the clock runs on.',
    );
  }
  return { action: 'nudged', patch: { nudgedAt: now }, start: [], stop: [] };
}

/** How long one snooze lasts, in minutes; null is the next working morning. */
export const SNOOZES = { one_hour: 60, four_hours: 240, tomorrow: null } as const;
export type Snooze = keyof typeof SNOOZES;

/** Mutes reminders and rungs until then; the clocks run on. `minutes` are working minutes, capped in all. */
export function decideSnooze(
  handoff: Handoff,
  until: Date,
  minutes: number,
  capMinutes: number,
  now: Date,
): Decision | Refusal {
  if (!isWaiting(handoff.state)) return wrongState(handoff, 'snoozed');
  if (until <= now) return refuse('past', 'Pick a later time.');
  if (handoff.snoozedMinutes + minutes > capMinutes) {
    return refuse(
      'snoozed_enough',
      'This one was snoozed for as long as it may be. Please answer it, or reassign it.',
    );
  }
  return {
    action: 'snoozed',
    patch: { snoozedUntil: until, snoozedMinutes: handoff.snoozedMinutes + minutes },
    start: [],
    stop: [],
  };
}

function wrongState(handoff: Handoff, verb: string): Refusal {
  const name = handoffName(handoff);
  const now: Record<HandoffState, string> = {
    draft: `${name} was not handed over yet`,
    submitted: `${name} waits to be acknowledged`,
    acknowledged: `${name} is acknowledged already`,
    returned: `${name} went back to the sender, who is filling the gaps`,
    accepted: `${name} is accepted already`,
    cancelled: `${name} was cancelled`,
  };
  return refuse('wrong_state', `${now[handoff.state]}, so it cannot be ${verb} now.`);
}
