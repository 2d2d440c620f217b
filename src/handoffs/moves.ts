import { notNow } from '../cases/not-now.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { isLocalDate } from '../time/local-date.ts';
import { type Decision, type Handoff, isOpen } from './handoff.ts';

// Where a handoff goes: out to its receiver, on to another, to its end, or nowhere.

/** What a first submission stands for: given and held before it is decided on. */
export interface Deal {
  account: { id: string; name: string };
  number: number;
  slot: number;
}

/** `deal`: of a draft. From here on its kind and template stay, whatever team people join. */
export function decideSubmit(
  handoff: Handoff,
  deal: Deal | null,
  completeness: number,
  now: Date,
): Decision | Refusal {
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
    };
  }
  if (handoff.state !== 'draft' || !deal) return notNow('handed over');
  const { account, number, slot } = deal;
  const { kind, template } = handoff;
  return {
    action: 'submitted',
    patch: {
      state: 'submitted',
      submissions: 1,
      submittedAt: now,
      accountId: account.id,
      number,
      slot,
      kind,
      template,
      completeness,
    },
  };
}

export function decideReassign(handoff: Handoff, receiverId: string): Decision | Refusal {
  if (!isOpen(handoff.state)) return notNow('reassigned');
  if (receiverId === handoff.receiverId)
    return refuse('same_receiver', 'They have it already. Pick someone else.', 'receiver');
  if (handoff.state === 'returned') {
    return { action: 'reassigned', patch: { receiverId } };
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
    restart: ['acknowledge'],
  };
}

/** Nothing moves until the sender or the receiver agrees. */
export function decidePropose(handoff: Handoff, receiverId: string): Decision | Refusal {
  const reassigned = decideReassign(handoff, receiverId);
  if (isRefusal(reassigned)) return reassigned;
  return { action: 'receiver_proposed', patch: {} };
}

export function decideCancel(handoff: Handoff, now: Date): Decision | Refusal {
  if (!isOpen(handoff.state)) return notNow('cancelled');
  return {
    action: 'cancelled',
    patch: { state: 'cancelled', closedAt: now, snoozedUntil: null },
  };
}

/** What the receiver says of it when the customer has been met. */
export interface Finish {
  /** YYYY-MM-DD. */
  heldOn: string;
  /** Criteria the customer had to tell again, by key. */
  askedAgain: string[];
  /** Of the brief, 1 to 5. */
  quality: number;
  note: string;
}

const GOOD = 4;

/** `today`: the local date of who finishes it. */
export function decideFinish(
  handoff: Handoff,
  memberId: string,
  { heldOn, askedAgain, quality, note }: Finish,
  today: string,
  now: Date,
): Decision | Refusal {
  if (handoff.state !== 'accepted') return notNow('finished');
  if (!isLocalDate(heldOn)) return refuse('no_day', 'Pick the day on which it was held.', 'heldOn');
  if (heldOn > today) return refuse('future', 'Pick a day that has come: today at the latest.', 'heldOn');
  if (!Number.isInteger(quality) || quality < 1 || quality > 5)
    return refuse('no_quality', 'Say how good the brief was.', 'quality');
  if (quality < GOOD && note === '')
    return refuse('no_reason', 'Say in a few words what was missing: the next brief will have it.', 'note');
  return {
    action: 'finished',
    patch: {
      state: 'finished',
      kickoffOn: new Date(`${heldOn}T00:00:00Z`),
      finishedById: memberId,
      askedAgain,
      quality,
      qualityNote: note || null,
      closedAt: now,
    },
  };
}
