import type { Account } from '../../../prisma/generated/client.ts';
import type { Acting, CaseParties } from '../../cases/case.ts';
import type { Sides } from '../../cases/told/told-on-rung.ts';
import { answererFor, leadOf, type People, type Person } from '../../people/person.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { Brief } from '../brief/brief.ts';
import type { Template } from '../brief/template.ts';
import {
  type Handoff,
  type HandoffState,
  handoffName,
  isOpen,
  owesNext,
  type Standing,
  standOf,
} from '../handoff.ts';
import { type HandoffRole, type HandoffVerb, may } from './rights.ts';

/** Who is around a handoff. */
export interface HandoffParties extends ChasedParties {
  handoff: Handoff;
  /** Of its account. */
  segment: string | null;
}

/** A person that a handoff names. Rows are never deleted while a handoff points at them. */
export function personIn({ people }: { people: People }, memberId: string | null): Person {
  const person = memberId === null ? undefined : people.get(memberId);
  if (!person) throw new Error('person missing whom a handoff names');
  return person;
}

/** Whoever owes the next step now: the sender of a returned handoff, else the receiver, or who stands in for them. */
export function whoAnswers(
  { handoff, people }: { handoff: Pick<Handoff, 'state' | 'senderId' | 'receiverId'>; people: People },
  now: Date,
): Person {
  const id = handoff.state === 'returned' ? handoff.senderId : handoff.receiverId;
  return answererFor(personIn({ people }, id), people, now);
}

/** What a clock that fires, or a message that goes out, reads of its handoff. */
export type Chased = Standing &
  Pick<Handoff, 'id' | 'private' | 'senderId' | 'receiverId' | 'bookId' | 'snoozedUntil'>;

export interface ChasedParties extends CaseParties {
  handoff: Chased;
}

/** Who owes the next step, and the other side. Of a private one the cover hears nothing: they could not open it. */
export function sides(handoff: Chased, people: People): Sides & { owing: Person; other: Person } {
  const owes = owesNext(handoff);
  if (!owes) throw new Error(`nobody owes a step of handoff ${handoff.id}`);
  const sender = personIn({ people }, handoff.senderId);
  const receiver = personIn({ people }, handoff.receiverId);
  const both = owes === 'sender' ? { owing: sender, other: receiver } : { owing: receiver, other: sender };
  // Whoever asked for more cannot answer it.
  return { ...both, lead: null, private: handoff.private, otherCannot: owes === 'sender' };
}

/** The lead of its sender and that of its receiver; one where both have the same. */
export function bothLeads(
  { senderId, receiverId }: Pick<Handoff, 'senderId' | 'receiverId'>,
  people: People,
): Person[] {
  const leads = [senderId, receiverId]
    .map((id) => leadOf(personIn({ people }, id), people))
    .filter((lead) => lead !== null);
  return [...new Map(leads.map((lead) => [lead.id, lead])).values()];
}

/** What a verb sees beside the parties. */
export interface Seen extends Acting {
  account: Account | null;
  brief: Brief;
  /** What it is written for; what is required is that of its deal. */
  template: Template;
  /** Who the actor is towards this handoff. */
  roles: HandoffRole[];
}

/** All that a decision about one handoff needs, read at once. */
export type Scene = HandoffParties & Seen;

export const NOT_FOUND = refuse(
  'not_found',
  'That handoff no longer exists, or it’s private. /handoff mine lists yours.',
);

const SENDERS_VERBS: readonly HandoffVerb[] = ['resubmit', 'nudge', 'cancel'];

/** Tells somebody without the right whose it is. Of what they may not read, nothing at all. */
export function notYours(scene: Scene, verb: HandoffVerb): Refusal {
  const { handoff } = scene;
  if (handoff.state === 'draft' || !may('read', scene.roles, handoff.private)) return NOT_FOUND;
  if (verb === 'amend') {
    const [sender, receiver] = [handoff.senderId, handoff.receiverId].map((id) => personIn(scene, id).name);
    const both = `${sender}, ${receiver} or one of their leads`;
    return refuse('not_yours', `Only ${both} can do that. You can still read the brief.`);
  }
  const { name } = personIn(scene, SENDERS_VERBS.includes(verb) ? handoff.senderId : handoff.receiverId);
  return refuse('not_yours', `Only ${name} or their lead can do that. You can still read the brief.`);
}

/** Where a handoff stands, as the answer to whoever came too late. "Already accepted" is only one with the name of who was first. */
export function whyNotNow({ handoff, people, actor }: Scene): Refusal {
  const name = handoffName(handoff);
  const isActor = (id: string | null) => id === actor.id;
  const who = (id: string | null) => (isActor(id) ? 'you' : personIn({ people }, id).name);
  const by = (id: string | null) => (id === null ? '' : ` by ${who(id)}`);
  const { senderId, receiverId, acknowledgedById, acceptedById, finishedById } = handoff;
  const now: Record<HandoffState, () => string> = {
    draft: () => `${name} hasn’t been handed over yet.`,
    submitted: () => `${name} is still waiting for ${who(receiverId)} to respond.`,
    acknowledged: () =>
      isActor(acknowledgedById)
        ? `You’re already on ${name}.`
        : `${who(acknowledgedById ?? receiverId)} is already on ${name}.`,
    returned: () => `More was asked for on ${name}, and it’s waiting for ${who(senderId)}.`,
    accepted: () => `${name} was already accepted${by(acceptedById)}.`,
    finished: () => `${name} is closed: the first meeting was logged${by(finishedById)}.`,
    cancelled: () => `${name} was cancelled.`,
  };
  return refuse('wrong_state', now[handoff.state]());
}

/** Whoever filled in a form reads what happened since it was drawn, before they decide on it. */
export function changedMeanwhile({ handoff, people, actor }: Scene, drawnFor: string): Refusal | null {
  if (!isOpen(handoff.state) || drawnFor === standOf(handoff)) return null;
  const name = (id: string | null) => (id === actor.id ? 'you' : personIn({ people }, id).name);
  const stands = {
    accepted: `${name(handoff.acceptedById ?? handoff.receiverId)} accepted it`,
    acknowledged: `${name(handoff.acknowledgedById ?? handoff.receiverId)} responded to it`,
    returned: `${name(handoff.receiverId)} asked for more`,
  };
  const what = stands[handoff.state as keyof typeof stands] ?? `it’s with ${name(handoff.receiverId)} now`;
  return refuse(
    'changed',
    `${handoffName(handoff)} changed while this form was open: ${what}. To go ahead anyway, submit it again.`,
  );
}
