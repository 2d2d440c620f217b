import { z } from 'zod';
import { HandoffKind } from '../../../prisma/generated/enums.ts';
import type { Owed, StepPlace } from '../../cases/case.ts';
import type { Ladder, Rung } from '../../cases/clocks/ladder.ts';
import { stored } from '../../platform/stored.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { isoDay, plusDays } from '../../time/day.ts';
import { localDate } from '../../time/local-date.ts';
import { readGaps } from '../brief/brief.ts';
import { type Handoff, type HandoffClock, isOpen, owesNext, runningClocks } from '../handoff.ts';

const FactsSchema = z.object({
  kind: z.enum(HandoffKind),
  /** How many criteria came back with it. */
  gaps: z.number(),
  /** ISO instant. */
  acceptedAt: z.string().nullable(),
  /** YYYY-MM-DD. */
  goLiveOn: z.string().nullable(),
});
export type HandoffFacts = z.infer<typeof FactsSchema>;

/** What a line about a handoff says beside what is owed. */
export const HANDOFF_FACTS = stored('facts of a handoff', FactsSchema);

export const HANDOFF_HOME: Record<string, StepPlace> = {
  acknowledge: { section: 'answer', otherSide: 'sent' },
  decide: { section: 'answer', otherSide: 'sent' },
  resubmit: { section: 'returned' },
  finish: { section: 'finish' },
};

/** Returns what is owed of a handoff. Once accepted it is the first meeting, which no clock chases. */
export function handoffOwed(handoff: Handoff): Owed | null {
  const { id, state, senderId, receiverId, acceptedAt, goLiveOn } = handoff;
  if (!isOpen(state)) return null;
  const bySender = owesNext(handoff) === 'sender';
  return {
    step: runningClocks(handoff)[0] ?? 'finish',
    accountId: handoff.accountId,
    memberId: bySender ? senderId : receiverId,
    teamId: null,
    otherId: bySender ? receiverId : senderId,
    private: handoff.private,
    urgent: false,
    since: state === 'accepted' ? acceptedAt : null,
    promisedAt: state === 'acknowledged' ? handoff.decideBy : null,
    facts: HANDOFF_FACTS.write({
      kind: handoff.kind,
      gaps: readGaps(handoff.gaps, id)?.criteria.length ?? 0,
      acceptedAt: acceptedAt?.toISOString() ?? null,
      goLiveOn: isoDay(goLiveOn),
    }),
  };
}

const ANSWER: Rung[] = [
  { at: 0.5, kind: 'reminder', tell: ['owner'] },
  { at: 1, kind: 'escalation', tell: ['cover', 'counterpart'] },
  { at: 1.5, kind: 'escalation', tell: ['lead'] },
  { at: 2, kind: 'escalation', tell: ['manager', 'fallback_channel'], repeat: { every: 'P1D', times: 2 } },
];

const HARD_STOP: Rung[] = [
  { at: 1, kind: 'escalation', tell: ['counterpart', 'lead', 'manager', 'fallback_channel'] },
];

/**
 * The ladder as the policy stands now; it is kept with the timer, so that a later change of policy strands nothing.
 * Owner is who owes the next step, counterpart the other side.
 */
export function ladderFor(
  clock: HandoffClock,
  settings: Settings,
  goLiveOn: Date | null,
  now: Date,
  zone: string,
): Ladder {
  const policy = settings.text;
  switch (clock) {
    case 'acknowledge':
      return {
        limit: isUrgent(goLiveOn, settings.values['handoff.urgent_days'], now, zone)
          ? policy['handoff.acknowledge_urgent']
          : policy['handoff.acknowledge'],
        rungs: ANSWER,
      };
    case 'decide':
      return { limit: policy['handoff.decide'], rungs: ANSWER };
    case 'resubmit':
      return { limit: policy['handoff.resubmit'], rungs: ANSWER };
    case 'hard_stop':
      return { limit: policy['handoff.hard_stop'], rungs: HARD_STOP };
  }
}

/** Go-live is a calendar date, so nearness is counted in the receiver's local days. */
function isUrgent(goLiveOn: Date | null, withinDays: number, now: Date, zone: string): boolean {
  if (!goLiveOn) return false;
  const today = new Date(`${localDate(now, zone)}T00:00:00Z`);
  return goLiveOn <= plusDays(today, withinDays);
}
