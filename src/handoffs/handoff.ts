import type { Account, HandoffState, Handoff as Row } from '../../prisma/generated/client.ts';
import type { CaseDecision } from '../cases/case.ts';
import type { Gaps } from './brief/brief.ts';

export type { HandoffState };

/** Its brief is read where somebody reads it: it is much, and clocks and rights need none of it. */
export type Handoff = Omit<Row, 'brief'>;

/** What leaves the brief out of what is read. */
export const WITHOUT_BRIEF = { brief: true } as const;

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

/** State → clock. */
const CLOCK_OF_STATE: Record<HandoffState, HandoffClock | null> = {
  draft: null,
  submitted: 'acknowledge',
  acknowledged: 'decide',
  returned: 'resubmit',
  accepted: null,
  finished: null,
  cancelled: null,
};

/** The clocks that run: that of its state first, and the hard stop beside it. */
export function runningClocks({ state }: Pick<Handoff, 'state'>): HandoffClock[] {
  const clock = CLOCK_OF_STATE[state];
  return clock ? [clock, 'hard_stop'] : [];
}

/** Whether this clock still has something to chase: a clock of a state that has passed is silent. */
export function clockIsLive(handoff: Pick<Handoff, 'state'>, clock: string): boolean {
  return runningClocks(handoff).some((each) => each === clock);
}

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

/** By when the next step is owed. `limitAt`: when the clock of its state is over. What is owed says the same: owed.ts. */
export function dueOf(handoff: Pick<Handoff, 'state' | 'decideBy'>, limitAt: Date | null): Date | null {
  return handoff.state === 'acknowledged' ? (handoff.decideBy ?? limitAt) : limitAt;
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
} as const;

/** What a verb is about to do: see CaseDecision. */
export interface Decision extends CaseDecision {
  action: HandoffAction;
  patch: Partial<Omit<Handoff, 'id' | 'workspaceId' | 'version' | 'brief' | 'gaps'>> & { gaps?: Gaps };
  restart?: HandoffClock[];
  until?: Date;
  effects?: readonly Effect[];
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
  | 'undone';
