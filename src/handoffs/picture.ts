import type { Account, Handoff, HandoffKind, HandoffState } from '../../prisma/generated/client.ts';
import { type AccountFacts, factsOf } from '../accounts/facts.ts';
import { answererFor, type People } from '../people/person.ts';
import { type PersonRef, personRef, refOf } from '../people/person-ref.ts';
import { type Brief, readBrief } from './brief.ts';
import { type Completeness, completenessOf } from './completeness.ts';
import { type Criterion, type FinishWords, type Question, templateById } from './criteria.ts';
import { type Gaps, readGaps } from './gaps.ts';
import { handoffName, owesNext } from './handoff.ts';

export type { AccountFacts, PersonRef };
export { personRef, refOf };

/** How it ended. */
export interface Finished {
  by: PersonRef | null;
  at: Date;
  /** YYYY-MM-DD. */
  heldOn: string;
  /** Criteria the customer had to tell again, by key. */
  askedAgain: string[];
  /** Of the brief, 1 to 5: for its sender alone, and so is the note. */
  quality: number;
  note: string | null;
}

/** A handoff as the views show it. */
export interface HandoffPicture {
  id: string;
  /** "H-12". */
  name: string;
  version: number;
  kind: HandoffKind;
  state: HandoffState;
  private: boolean;
  account: AccountFacts;
  sender: PersonRef;
  receiver: PersonRef;
  /** Who owes the next step now, a cover included; null when nobody does. */
  owes: PersonRef | null;
  brief: Brief;
  questions: readonly Question[];
  criteria: readonly Criterion[];
  completeness: Completeness;
  gaps: Gaps | null;
  submittedAt: Date | null;
  /** When the clock that runs reaches its limit. */
  limitAt: Date | null;
  acknowledgedBy: PersonRef | null;
  acknowledgedAt: Date | null;
  decideBy: Date | null;
  acceptedBy: PersonRef | null;
  acceptedAt: Date | null;
  cancelledAt: Date | null;
  /** What its finish is called. */
  finish: FinishWords;
  finished: Finished | null;
  /** Only while it lasts. */
  snoozedUntil: Date | null;
  returns: number;
}

/** A handed-over handoff: account, sender and receiver are there. Throws on a draft. */
export function pictureOf(
  handoff: Handoff & { account: Account | null },
  people: People,
  limitAt: Date | null,
  now: Date,
): HandoffPicture {
  const sender = people.get(handoff.senderId);
  const receiver = people.get(handoff.receiverId ?? '');
  if (!handoff.account || !sender || !receiver) throw new Error(`Handoff ${handoff.id} is not handed over`);
  const brief = readBrief(handoff.brief);
  const template = templateById(handoff.template);
  const owes = owesNext(handoff);
  return {
    id: handoff.id,
    name: handoffName(handoff),
    version: handoff.version,
    kind: handoff.kind,
    state: handoff.state,
    private: handoff.private,
    account: factsOf(handoff.account, people),
    sender: refOf(sender),
    receiver: refOf(receiver),
    owes: owes ? refOf(answererFor(owes === 'sender' ? sender : receiver, people, now)) : null,
    brief,
    questions: template.questions,
    criteria: template.criteria,
    completeness: completenessOf(template, brief),
    gaps: readGaps(handoff.gaps),
    submittedAt: handoff.submittedAt,
    limitAt,
    acknowledgedBy: personRef(people, handoff.acknowledgedById),
    acknowledgedAt: handoff.acknowledgedAt,
    decideBy: handoff.decideBy,
    acceptedBy: personRef(people, handoff.acceptedById),
    acceptedAt: handoff.acceptedAt,
    cancelledAt: handoff.state === 'cancelled' ? handoff.closedAt : null,
    finish: template.finish,
    finished: finishedOf(handoff, people),
    snoozedUntil: handoff.snoozedUntil && handoff.snoozedUntil > now ? handoff.snoozedUntil : null,
    returns: handoff.returns,
  };
}

function finishedOf(handoff: Handoff, people: People): Finished | null {
  const { state, finishedById, closedAt, kickoffOn, askedAgain, quality, qualityNote } = handoff;
  const heldOn = dayOf(kickoffOn);
  if (state !== 'finished') return null;
  if (!closedAt || heldOn === null || quality === null)
    throw new Error(`Handoff ${handoff.id} has no finish`);
  return {
    by: personRef(people, finishedById),
    at: closedAt,
    heldOn,
    askedAgain,
    quality,
    note: qualityNote,
  };
}

function dayOf(date: Date | null): string | null {
  return date ? date.toISOString().slice(0, 10) : null;
}
