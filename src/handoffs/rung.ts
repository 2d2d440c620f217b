import type { People, Person } from '../people/person.ts';
import type { Sides } from '../people/told-on-rung.ts';
import { CLOCK_OF_STATE, type Handoff, isWaiting, owesNext } from './handoff.ts';

/** Whether this clock still has something to chase: a clock of a state that has passed is silent. */
export function clockIsLive(handoff: Pick<Handoff, 'state'>, clock: string): boolean {
  if (!isWaiting(handoff.state)) return false;
  return clock === 'hard_stop' || CLOCK_OF_STATE[handoff.state as keyof typeof CLOCK_OF_STATE] === clock;
}

/** What a clock reads of its handoff. */
export type Chased = Pick<Handoff, 'id' | 'state' | 'private' | 'senderId' | 'receiverId'>;

/** Who owes the next step, and the other side. Of a private one the cover hears nothing: they could not open it. */
export function sides(handoff: Chased, people: People): Sides & { owing: Person; other: Person } {
  const sender = people.get(handoff.senderId);
  const receiver = people.get(handoff.receiverId ?? '');
  const owes = owesNext(handoff);
  if (!sender || !receiver || !owes) throw new Error(`Nobody owes a step of handoff ${handoff.id}`);
  const both = owes === 'sender' ? { owing: sender, other: receiver } : { owing: receiver, other: sender };
  return { ...both, lead: null, private: handoff.private };
}
