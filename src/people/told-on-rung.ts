import type { Role } from '../escalation/ladder.ts';
import { answererFor, leadOf, managerOf, type People, type Person } from './person.ts';

export interface Told {
  role: Role;
  person: Person;
}

/** Who is on either side of what a clock chases; null where nobody is. */
export interface Sides {
  owing: Person | null;
  other: Person | null;
  /** A lead who stands where nobody owes. */
  lead: Person | null;
  /** The cover may not read it. */
  private: boolean;
}

/**
 * Who a rung speaks to, resolved now: nobody twice, and in the role that comes first. Rungs that find nobody are
 * skipped, but for the last one: with no manager and no channel, the other side is told, so that it is not silence.
 */
export function toldOnRung(
  sides: Sides,
  people: People,
  roles: readonly Role[],
  options: { isLast: boolean; hasChannel: boolean },
  now: Date,
): Told[] {
  const { owing, other } = sides;
  const answerer = owing ? answererFor(owing, people, now) : sides.lead;
  const inRole = (role: Role): Person | null => {
    switch (role) {
      case 'owner':
        return answerer;
      case 'cover': {
        const cover = owing?.coverId && !sides.private ? people.get(owing.coverId) : undefined;
        return cover && cover.id !== answerer?.id ? cover : null;
      }
      case 'counterpart':
        return other && answererFor(other, people, now);
      case 'lead':
        return owing ? leadOf(owing, people) : sides.lead;
      case 'manager':
        return owing ? managerOf(owing, people) : sides.lead && managerOf(sides.lead, people);
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
