import type { CaseParties } from '../cases/case.ts';
import type { Sides } from '../cases/told/told-on-rung.ts';
import { answererFor, type People, type Person } from '../people/person.ts';
import { type Handoff, owesNext } from './handoff.ts';

/** Who is around a handoff. */
export interface HandoffParties extends CaseParties {
  handoff: Handoff;
}

/** A person that a handoff names. Rows are never deleted while a handoff points at them. */
export function personIn({ people }: { people: People }, memberId: string | null): Person {
  const person = memberId === null ? undefined : people.get(memberId);
  if (!person) throw new Error('a handoff names a person who is not in the people table');
  return person;
}

/** Whoever owes the next step now: the sender of a returned handoff, else the receiver, or who stands in for them. */
export function whoAnswers(
  { handoff, people }: { handoff: Pick<Handoff, 'state' | 'senderId' | 'receiverId'>; people: People },
  now: Date,
): Person {
  const id = owesNext(handoff) === 'sender' ? handoff.senderId : handoff.receiverId;
  return answererFor(personIn({ people }, id), people, now);
}

/** What a clock reads of its handoff. */
export type Chased = Pick<Handoff, 'id' | 'state' | 'private' | 'senderId' | 'receiverId'>;

/** Who owes the next step, and the other side. Of a private one the cover hears nothing: they could not open it. */
export function sides(handoff: Chased, people: People): Sides & { owing: Person; other: Person } {
  const owes = owesNext(handoff);
  if (!owes) throw new Error(`nobody owes a step of handoff ${handoff.id}`);
  const sender = personIn({ people }, handoff.senderId);
  const receiver = personIn({ people }, handoff.receiverId);
  const both = owes === 'sender' ? { owing: sender, other: receiver } : { owing: receiver, other: sender };
  return { ...both, lead: null, private: handoff.private };
}
