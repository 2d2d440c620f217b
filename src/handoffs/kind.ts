import type { Handoff, HandoffKind, Lane } from '../../prisma/generated/client.ts';
import type { People, Person } from '../people/person.ts';
import { TEMPLATES } from './criteria.ts';

export type { HandoffKind };

/** Whose work the receiver does: their team's channel carries the card. */
export const RECEIVING_LANE: Record<HandoffKind, Lane> = {
  sales_to_cs: 'cs',
  cs_to_sales: 'sales',
  cs_to_cs: 'cs',
};

/**
 * It follows from the lanes of both: what customer success gives to sales is an expansion, anything else a customer
 * who is passed on. Between two who do both there is no telling, and it is the latter. From one CSM to another go only
 * whole books: see move-book.ts.
 */
export function kindBetween(sender: Person | undefined, receiver: Person | undefined): HandoffKind {
  const isIn = (person: Person | undefined, lane: Lane) =>
    person?.teams.some((team) => team.lane === lane) ?? false;
  const isExpansion = isIn(sender, 'cs') && isIn(receiver, 'sales');
  return isExpansion && !(isIn(sender, 'sales') && isIn(receiver, 'cs')) ? 'cs_to_sales' : 'sales_to_cs';
}

/** A draft's kind, and with it its template, follows its receiver until it is handed over. */
export function withKind(handoff: Handoff, people: People): Handoff {
  if (handoff.state !== 'draft') return handoff;
  const kind = kindBetween(people.get(handoff.senderId), people.get(handoff.receiverId ?? ''));
  return kind === handoff.kind ? handoff : { ...handoff, kind, template: TEMPLATES[kind].id };
}
