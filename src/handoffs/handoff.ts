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

/** What a form that changes a handoff was drawn for: another value by the time it is sent, and it must be looked at anew. */
export function standOf({
  state,
  receiverId,
  returns,
}: Pick<Handoff, 'state' | 'receiverId' | 'returns'>): string {
  return `${state}:${receiverId ?? ''}:${returns}`;
}

/** By when the next step is owed. `limitAt`: when the clock of its state is over. The same in SQL: due-sql.ts. */
export function dueOf(handoff: Pick<Handoff, 'state' | 'decideBy'>, limitAt: Date | null): Date | null {
  return handoff.state === 'acknowledged' ? (handoff.decideBy ?? limitAt) : limitAt;
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
  | 'finished'
  | 'returned'
  | 'resubmitted'
  | 'reassigned'
  | 'receiver_proposed'
  | 'cancelled'
  | 'nudged'
  | 'snoozed'
  | 'decision_promised';

/** Why a verb has come at the wrong time: where the handoff stands instead. */
export function wrongState(handoff: Handoff, verb: string): Refusal {
  const name = handoffName(handoff);
  const now: Record<HandoffState, string> = {
    draft: `${name} was not handed over yet`,
    submitted: `${name} waits to be acknowledged`,
    acknowledged: `${name} is acknowledged already`,
    returned: `${name} went back to the sender, who is filling the gaps`,
    accepted: `${name} is accepted already`,
    finished: `${name} is finished already`,
    cancelled: `${name} was cancelled`,
  };
  return refuse('wrong_state', `${now[handoff.state]}, so it cannot be ${verb} now.`);
}
