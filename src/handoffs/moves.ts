import { type Refusal, refuse } from '../platform/refusal.ts';
import { CLOCKS, type Decision, type Handoff, isOpen, wrongState } from './handoff.ts';

// Where a handoff goes: out to its receiver, on to another, or nowhere.

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
