import type { Account } from '../../prisma/generated/client.ts';
import { notNow } from '../cases/not-now.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Gaps } from './gaps.ts';
import type { Decision, Effect, Handoff } from './handoff.ts';
import { KINDS } from './kinds.ts';

// What the receiver can answer.

/** Seen, and mine. `decideBy` is what the receiver promises; the clock's own limit is the policy's. */
export function decideAcknowledge(
  handoff: Handoff,
  memberId: string,
  decideBy: Date,
  now: Date,
): Decision | Refusal {
  if (handoff.state !== 'submitted') return notNow('acknowledged');
  return {
    action: 'acknowledged',
    patch: {
      state: 'acknowledged',
      acknowledgedAt: now,
      acknowledgedById: memberId,
      decideBy,
      snoozedUntil: null,
    },
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
  if (handoff.state !== 'submitted' && handoff.state !== 'acknowledged') return notNow('put off');
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
    restart: ['decide'],
    until: decideBy,
  };
}

/** The brief suffices, and the receiver answers for what was handed over: the account goes with it. */
export function decideAccept(
  handoff: Handoff,
  account: Account | null,
  memberId: string,
  now: Date,
): Decision | Refusal {
  if (handoff.state !== 'submitted' && handoff.state !== 'acknowledged') return notNow('accepted');
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
    effects: handedOver(handoff, account),
  };
}

function handedOver(handoff: Handoff, account: Account | null): Effect[] {
  if (!account) throw new Error('a submitted handoff has no account');
  const { kind, bookId, receiverId: toId } = handoff;
  const effects: Effect[] = [
    { do: 'set account', account, fields: KINDS[kind].ownersAfter(handoff, account) },
  ];
  return bookId && toId
    ? [...effects, { do: 'pass on risks', accountId: account.id, bookId, fromId: account.csOwnerId, toId }]
    : effects;
}

export function decideReturn(handoff: Handoff, gaps: Gaps): Decision | Refusal {
  if (handoff.state !== 'submitted' && handoff.state !== 'acknowledged') return notNow('sent back');
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
  };
}
