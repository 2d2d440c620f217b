import type { Role } from '../escalation/ladder.ts';
import { answererFor, leadOf, managerOf, type People, type Person } from '../people/person.ts';
import { CLOCK_OF_STATE, type Handoff, isWaiting, owesNext } from './handoff.ts';

/** Whether this clock still has something to chase: a clock of a state that has passed is silent. */
export function clockIsLive(handoff: Pick<Handoff, 'state'>, clock: string): boolean {
  if (!isWaiting(handoff.state)) return false;
  return clock === 'hard_stop' || CLOCK_OF_STATE[handoff.state as keyof typeof CLOCK_OF_STATE] === clock;
}

/** What a clock reads of its handoff. */
export type Chased = Pick<Handoff, 'id' | 'state' | 'private' | 'senderId' | 'receiverId'>;

export interface Told {
  role: Role;
  person: Person;
}

/**
 * Who a rung speaks to, resolved now: nobody twice, and in the role that comes first. Rungs that find nobody are
 * skipped, but for the last one: with no manager and no channel, the other side is told, so that it is not silence.
 */
export function peopleOnRung(
  handoff: Chased,
  people: People,
  roles: readonly Role[],
  options: { isLast: boolean; hasChannel: boolean },
  now: Date,
): Told[] {
  const { owing, other } = sides(handoff, people);
  const answerer = answererFor(owing, people, now);
  const inRole = (role: Role): Person | null => {
    switch (role) {
      case 'owner':
        return answerer;
      case 'cover': {
        // They could not open a private one.
        const cover = owing.coverId && !handoff.private ? people.get(owing.coverId) : undefined;
        return cover && cover.id !== answerer.id ? cover : null;
      }
      case 'counterpart':
        return answererFor(other, people, now);
      case 'lead':
        return leadOf(owing, people);
      case 'manager':
        return managerOf(owing, people);
      case 'fallback_channel':
        return null;
    }
  };
  const told: Told[] = [];
  const add = (role: Role, person: Person | null) => {
    const reachable = person && !person.deactivatedAt && !person.isBot;
    if (reachable && !told.some((one) => one.person.id === person.id)) told.push({ role, person });
  };
  for (const role of roles) add(role, inRole(role));
  if (told.length === 0 && options.isLast && !options.hasChannel) add('counterpart', inRole('counterpart'));
  return told;
}

/** Who owes the next step, and the other side. Throws where nobody owes one. */
export function sides(handoff: Chased, people: People): { owing: Person; other: Person } {
  const sender = people.get(handoff.senderId);
  const receiver = people.get(handoff.receiverId ?? '');
  const owes = owesNext(handoff);
  if (!sender || !receiver || !owes) throw new Error(`Nobody owes a step of handoff ${handoff.id}`);
  return owes === 'sender' ? { owing: sender, other: receiver } : { owing: receiver, other: sender };
}
