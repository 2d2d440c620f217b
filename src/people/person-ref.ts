import type { People, Person } from './person.ts';

/** A person as views name them. */
export interface PersonRef {
  id: string;
  slackUserId: string;
  name: string;
  awayUntil: Date | null;
}

export function personRef(people: People, memberId: string | null): PersonRef | null {
  const person = memberId === null ? undefined : people.get(memberId);
  return person ? refOf(person) : null;
}

export function refOf(person: Person): PersonRef {
  const { id, slackUserId, name, awayUntil } = person;
  return { id, slackUserId, name, awayUntil };
}
