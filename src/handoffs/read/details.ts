import type { Account } from '../../../prisma/generated/client.ts';
import { type AccountFacts, factsOf } from '../../accounts/profile.ts';
import type { CaseEntry } from '../../cases/case.ts';
import { answererFor, type People, type PersonRef, personRef, refOf } from '../../people/person.ts';
import { isoDay } from '../../time/day.ts';
import { localDate } from '../../time/local-date.ts';
import { type Brief, type Gaps, readBrief, readGaps } from '../brief/brief.ts';
import type { Change } from '../brief/changes.ts';
import {
  type Completeness,
  type Criterion,
  completenessOf,
  type FinishWords,
  fieldLabel,
  type Question,
  type Template,
} from '../brief/template.ts';
import {
  dueOf,
  type Handoff,
  type HandoffClock,
  type HandoffState,
  handoffName,
  kickoffStarts,
  mayIntroduce,
  owesNext,
  runningClocks,
} from '../handoff.ts';
import { type HandoffKind, KINDS } from '../kinds.ts';

export type { AccountFacts, PersonRef };
export { personRef, refOf };

/** How it ended. */
export interface Finished {
  by: PersonRef | null;
  at: Date;
  /** YYYY-MM-DD. */
  heldOn: string;
}

/** What its receiver says of the brief. */
export interface Feedback {
  /** Criteria the customer had to tell again, by key. */
  askedAgain: string[];
  /** Of the brief, 1 to 5. */
  quality: number;
  note: string | null;
}

/** What anybody may know of a handoff: its number, its people, and where it stands. */
interface Outline {
  id: string;
  /** "H-12". */
  name: string;
  version: number;
  kind: HandoffKind;
  state: HandoffState;
  private: boolean;
  sender: PersonRef;
  receiver: PersonRef;
  /** Who owes the next step now, a cover included; null when nobody does. */
  owes: PersonRef | null;
  /** Those that run, that of its state first. */
  clocks: readonly HandoffClock[];
  submittedAt: Date | null;
  /** By when the next step is owed: what was promised, else the limit of the clock that runs. */
  dueAt: Date | null;
  /** How long they have to respond where it cannot wait, as a person reads it; null: it can. */
  urgent: string | null;
  /** That has passed, and nobody has put it off. */
  isLate: boolean;
  acknowledgedBy: PersonRef | null;
  acknowledgedAt: Date | null;
  /** What its receiver promised. */
  decideBy: Date | null;
  acceptedBy: PersonRef | null;
  acceptedAt: Date | null;
  cancelledAt: Date | null;
  /** YYYY-MM-DD: the day for which the kickoff is booked. */
  bookedOn: string | null;
  /** For the customer, and only while it lasts. */
  waitingUntil: Date | null;
  /** The kickoff is booked or put off for a day that is still to come. */
  isAhead: boolean;
  /** What its finish is called. */
  finish: FinishWords;
  finished: Finished | null;
  /** The sender can still say that they introduced its receiver to the customer. */
  isToIntroduce: boolean;
  /** When the sender has said that they read what was said of the brief. */
  feedbackReadAt: Date | null;
  /** Only while it lasts. */
  snoozedUntil: Date | null;
  returns: number;
}

/** A handoff to somebody who may read it. */
export interface HandoffDetails extends Outline {
  readable: true;
  account: AccountFacts;
  brief: Brief;
  /** Labels of what of it cannot be read. */
  lost: readonly string[];
  questions: readonly Question[];
  criteria: readonly Criterion[];
  completeness: Completeness;
  gaps: Gaps | null;
  kickoffLink: string | null;
  /** Why it waits for the customer. */
  waitingReason: string | null;
  /** For its sender alone. */
  feedback: Feedback | null;
}

/** A private one to anybody else: neither account nor content is there. */
export interface WithheldHandoff extends Outline {
  readable: false;
}

export type ShownHandoff = HandoffDetails | WithheldHandoff;

/** What an outline is drawn from. */
export type OutlineRow = Omit<
  Handoff,
  | 'brief'
  | 'gaps'
  | 'completeness'
  | 'accountId'
  | 'accountName'
  | 'askedAgain'
  | 'quality'
  | 'qualityNote'
  | 'goLiveOn'
  | 'urgentRisk'
  | 'kickoffLink'
  | 'waitingReason'
>;
/** What is loaded only for whoever may read it. */
export type ContentRow = Pick<
  Handoff,
  'gaps' | 'askedAgain' | 'quality' | 'qualityNote' | 'kickoffLink' | 'waitingReason'
> & {
  brief: unknown;
  account: Account | null;
};

/** The limit of the clock that runs. */
export interface Limit {
  at: Date | null;
  urgent: string | null;
}

/** A handed-over handoff, without what it is about. Throws on a draft. */
export function outlineOf(handoff: OutlineRow, people: People, limit: Limit, now: Date): WithheldHandoff {
  const sender = people.get(handoff.senderId);
  const receiver = people.get(handoff.receiverId ?? '');
  if (!sender || !receiver) throw new Error(`handoff ${handoff.id} is not handed over`);
  const owes = owesNext(handoff);
  const dueAt = dueOf(handoff, limit.at);
  const snoozedUntil = handoff.snoozedUntil && handoff.snoozedUntil > now ? handoff.snoozedUntil : null;
  return {
    readable: false,
    id: handoff.id,
    name: handoffName(handoff),
    version: handoff.version,
    kind: handoff.kind,
    state: handoff.state,
    private: handoff.private,
    sender: refOf(sender),
    receiver: refOf(receiver),
    owes: owes ? refOf(answererFor(owes === 'sender' ? sender : receiver, people, now)) : null,
    clocks: runningClocks(handoff),
    submittedAt: handoff.submittedAt,
    dueAt,
    urgent: limit.urgent,
    isLate: owes !== null && snoozedUntil === null && dueAt !== null && dueAt <= now,
    acknowledgedBy: personRef(people, handoff.acknowledgedById),
    acknowledgedAt: handoff.acknowledgedAt,
    decideBy: handoff.decideBy,
    acceptedBy: personRef(people, handoff.acceptedById),
    acceptedAt: handoff.acceptedAt,
    cancelledAt: handoff.state === 'cancelled' ? handoff.closedAt : null,
    bookedOn: handoff.kickoffBy && localDate(handoff.kickoffBy, receiver.zone),
    waitingUntil: handoff.waitingUntil && handoff.waitingUntil > now ? handoff.waitingUntil : null,
    isAhead: (kickoffStarts(handoff, receiver.zone) ?? now) > now,
    finish: KINDS[handoff.kind].template.finish,
    finished: finishedOf(handoff, people),
    isToIntroduce: mayIntroduce(handoff.state) && handoff.bookId === null && handoff.introducedAt === null,
    feedbackReadAt: handoff.feedbackReadAt,
    snoozedUntil,
    returns: handoff.returns,
  };
}

/** The same with what it is about, for `readerId`, who may read it; null: for whoever reads a channel. */
export function detailsOf(
  outline: WithheldHandoff,
  template: Template,
  content: ContentRow,
  people: People,
  readerId: string | null,
): HandoffDetails {
  if (!content.account) throw new Error(`account missing of handoff ${outline.id}`);
  const { brief, lost } = readBrief(content.brief, outline.id);
  const { askedAgain, quality, qualityNote: note, kickoffLink, waitingReason } = content;
  const isForThem = outline.finished !== null && outline.sender.id === readerId;
  return {
    ...outline,
    readable: true,
    account: factsOf(content.account, people),
    brief,
    lost: lost.map((field) => fieldLabel(template.criteria, field)),
    questions: template.questions,
    criteria: template.criteria,
    completeness: completenessOf(template, brief),
    gaps: readGaps(content.gaps, outline.id),
    kickoffLink,
    waitingReason: outline.waitingUntil && waitingReason,
    feedback: isForThem && quality !== null ? { askedAgain, quality, note } : null,
  };
}

function finishedOf(handoff: OutlineRow, people: People): Finished | null {
  const { state, finishedById, closedAt, kickoffOn } = handoff;
  if (state !== 'finished') return null;
  const heldOn = isoDay(kickoffOn);
  if (!closedAt || heldOn === null) throw new Error(`finish missing of handoff ${handoff.id}`);
  return { by: personRef(people, finishedById), at: closedAt, heldOn };
}

/** One entry of a handoff's history, as it is shown. */
export interface HistoryEntry extends CaseEntry {
  /** Labels of criteria or fields, or the names of those an escalation told. */
  labels: string[];
  /** YYYY-MM-DD: for when the kickoff was booked, and before. */
  booked: { on: string; was: string | null } | null;
  /** By when a response was due from then on. */
  due: Date | null;
  /** Of a brief that was changed: what of it, as far as it was kept. */
  changes: readonly Change[];
}

/** A draft, or a handoff that is not over, as a list shows it. */
export interface Unfinished {
  id: string;
  number: number | null;
  state: HandoffState;
  accountId: string | null;
  /** As it was typed where there is no account yet; null: neither. */
  accountName: string | null;
}
