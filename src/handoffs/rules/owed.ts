import { z } from 'zod';
import { HandoffKind } from '../../../prisma/generated/enums.ts';
import { type Owed, type StepPlace, undoUntil } from '../../cases/case.ts';
import { stored } from '../../platform/stored.ts';
import { isoDay } from '../../time/day.ts';
import { readGaps } from '../brief/brief.ts';
import { type Handoff, isOpen, owesNext, promisedBy, runningClocks } from '../handoff.ts';

const FactsSchema = z.object({
  kind: z.enum(HandoffKind),
  /** How many criteria came back with it. */
  gaps: z.number(),
  /** ISO instant. */
  acceptedAt: z.string().nullable(),
  /** YYYY-MM-DD. */
  goLiveOn: z.string().nullable(),
  /** ISO instant: for the customer, where that lasts. */
  waitingUntil: z.string().exactOptional(),
});
export type HandoffFacts = z.infer<typeof FactsSchema>;

/** What a line about a handoff says beside what is owed. */
export const HANDOFF_FACTS = stored('facts of a handoff', FactsSchema);

export const HANDOFF_HOME: Record<string, StepPlace> = {
  acknowledge: { section: 'answer', otherSide: 'sent' },
  decide: { section: 'answer', otherSide: 'sent' },
  resubmit: { section: 'returned' },
  book_kickoff: { section: 'finish' },
  hold_kickoff: { section: 'finish' },
  finish: { section: 'finish' },
};

/** Returns what is owed of a handoff. Once accepted it is the first meeting: booked, and held; or no clock chases that. */
export function handoffOwed(handoff: Handoff): Owed | null {
  const { id, state, senderId, receiverId, acceptedAt, goLiveOn, waitingUntil } = handoff;
  if (!isOpen(state)) return null;
  const bySender = owesNext(handoff) === 'sender';
  return {
    step: runningClocks(handoff)[0] ?? 'finish',
    accountId: handoff.accountId,
    memberId: bySender ? senderId : receiverId,
    otherId: bySender ? receiverId : senderId,
    private: handoff.private,
    since: state === 'accepted' ? acceptedAt : null,
    promisedAt: promisedBy(handoff),
    offeredUntil: waitingUntil ?? (state === 'accepted' && acceptedAt ? undoUntil(acceptedAt) : null),
    facts: HANDOFF_FACTS.write({
      kind: handoff.kind,
      gaps: readGaps(handoff.gaps, id)?.criteria.length ?? 0,
      acceptedAt: acceptedAt?.toISOString() ?? null,
      goLiveOn: isoDay(goLiveOn),
      ...(waitingUntil && { waitingUntil: waitingUntil.toISOString() }),
    }),
  };
}
