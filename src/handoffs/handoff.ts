import type { Account, HandoffState, Handoff as Row } from '../../prisma/generated/client.ts';
import type { CaseDecision } from '../cases/case.ts';
import { localDate, startOfLocalDay } from '../time/local-date.ts';
import type { Brief, Gaps } from './brief/brief.ts';
import type { Change, ReliedOn } from './brief/changes.ts';

export type { HandoffState };

/** Its brief is read where somebody reads it: it is much, and clocks and rights need none of it. */
export type Handoff = Omit<Row, 'brief'>;

/** What leaves the brief out of what is read. */
export const WITHOUT_BRIEF = { brief: true } as const;

export const CLOCKS = [
  ...(['acknowledge', 'decide', 'resubmit', 'hard_stop'] as const),
  ...(['book_kickoff', 'hold_kickoff'] as const),
] as const;
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

/** What says which clocks run, and who owes the next step. */
export type Standing = Pick<Handoff, 'state' | 'kickoffFrom' | 'kickoffBy'>;

/** State → clock. */
const CLOCK_OF_STATE: Record<Exclude<HandoffState, 'accepted'>, HandoffClock | null> = {
  draft: null,
  submitted: 'acknowledge',
  acknowledged: 'decide',
  returned: 'resubmit',
  finished: null,
  cancelled: null,
};

/**
 * The clocks that run: that of its state first, and the hard stop beside it. Once accepted, the kickoff is to be booked,
 * then to be held; no clock chases that of an account which came with a book, or was accepted by an earlier version.
 */
export function runningClocks({ state, kickoffFrom, kickoffBy }: Standing): HandoffClock[] {
  if (state === 'accepted') return kickoffFrom ? [kickoffBy ? 'hold_kickoff' : 'book_kickoff'] : [];
  const clock = CLOCK_OF_STATE[state];
  return clock ? [clock, 'hard_stop'] : [];
}

/** Waits for its receiver to accept it or to ask for more. */
export function isAsked(state: HandoffState): boolean {
  return state === 'submitted' || state === 'acknowledged';
}

/** Somebody has it whom the customer may be told of. */
export function mayIntroduce(state: HandoffState): boolean {
  return isAsked(state) || state === 'accepted';
}

/** Out, and not over: both sides may change its brief. What was sent back is its sender's to fill up. */
export function mayAmend(state: HandoffState): boolean {
  return isAsked(state) || state === 'accepted';
}

export function owesNext({ state, kickoffFrom }: Standing): 'receiver' | 'sender' | null {
  if (state === 'returned') return 'sender';
  return isAsked(state) || (state === 'accepted' && kickoffFrom) ? 'receiver' : null;
}

/** What a form that changes a handoff was drawn for: another value by the time it is sent, and it must be looked at anew. */
export function standOf({
  state,
  receiverId,
  returns,
}: Pick<Handoff, 'state' | 'receiverId' | 'returns'>): string {
  return `${state}:${receiverId ?? ''}:${returns}`;
}

/** From when its kickoff is to be held, on the day it is booked for, or else to be booked. */
export function kickoffStarts(
  { kickoffFrom, kickoffBy, waitingUntil }: Pick<Handoff, 'kickoffFrom' | 'kickoffBy' | 'waitingUntil'>,
  receiverZone: string,
): Date | null {
  if (kickoffBy) return startOfLocalDay(localDate(kickoffBy, receiverZone), receiverZone);
  return waitingUntil && kickoffFrom && waitingUntil > kickoffFrom ? waitingUntil : kickoffFrom;
}

/** By when the next step is owed. `limitAt`: when the clock of its state is over. What is owed says the same: owed.ts. */
export function dueOf(
  handoff: Pick<Handoff, 'state' | 'decideBy' | 'kickoffBy'>,
  limitAt: Date | null,
): Date | null {
  return promisedBy(handoff) ?? limitAt;
}

/** By when its receiver has said that they take the next step: that they decide, or that the kickoff is over. */
export function promisedBy({
  state,
  decideBy,
  kickoffBy,
}: Pick<Handoff, 'state' | 'decideBy' | 'kickoffBy'>): Date | null {
  if (state === 'acknowledged') return decideBy;
  return state === 'accepted' ? kickoffBy : null;
}

/** The lowest slot of a deal that none of these open handoffs has. */
export function freeSlot(open: readonly { slot: number }[]): number {
  const taken = new Set(open.map(({ slot }) => slot));
  let slot = 1;
  while (taken.has(slot)) slot++;
  return slot;
}

/** "H-12", or "draft" before it has a number. */
export function handoffName(handoff: Pick<Handoff, 'number'>): string {
  return handoff.number === null ? 'draft' : `H-${handoff.number}`;
}

/** Columns of one that waits for its receiver as if it had just been sent. */
export const NOT_ANSWERED = {
  acknowledgedAt: null,
  acknowledgedById: null,
  decideBy: null,
  snoozedUntil: null,
  kickoffFrom: null,
  kickoffBy: null,
  kickoffLink: null,
  waitingUntil: null,
  waitingReason: null,
  waitingMinutes: 0,
} as const;

/** What a verb is about to do: see CaseDecision. */
export interface Decision extends CaseDecision {
  action: HandoffAction;
  patch: Partial<Omit<Handoff, 'id' | 'workspaceId' | 'version' | 'brief' | 'gaps'>> & {
    gaps?: Gaps;
    brief?: Brief;
  };
  restart?: HandoffClock[];
  until?: Date;
  effects?: readonly Effect[];
  /** What an amended brief says now, who changed it, and what of it is for the other side to confirm. */
  amends?: { by: 'sender' | 'receiver'; changes: readonly Change[]; reliedOn: readonly ReliedOn[] };
}

/** What accepting, and taking that back, asks for beside the handoff's own row. */
export type Effect =
  | { do: 'set account'; account: Account; fields: AccountFields }
  | { do: 'pass on risks'; accountId: string; bookId: string | null; fromId: string | null; toId: string }
  | { do: 'give account back'; accountId: string; replaced: object; at: Date };

export type AccountFields = Partial<Pick<Account, 'csOwnerId' | 'salesOwnerId' | 'serviceOwnerId' | 'stage'>>;

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
  | 'decision_promised'
  | 'amended'
  | 'kickoff_booked'
  | 'waiting'
  | 'customer_answered'
  | 'introduced'
  | 'feedback_read'
  | 'escalated_now'
  | 'became_urgent' // a risk of its account was flagged as urgent since it was sent
  | 'undone';
