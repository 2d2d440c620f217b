import { answererFor, canAnswer, type People, type Person, rolesAbove } from '../../people/person.ts';
import type { Deal } from '../deal.ts';

/** The table itself stands in docs/rights.md; a test compares the two row by row. */
export const DEAL_VERBS = ['read', 'hand_over', 'assign', 'dismiss', 'snooze', 'nudge'] as const;
export type DealVerb = (typeof DEAL_VERBS)[number];

export type DealRole =
  | 'owner'
  | 'owner_cover'
  | 'owner_lead'
  | 'owner_manager'
  | 'admin'
  | 'member'
  | 'outsider';

const OWNS: DealRole[] = ['owner', 'owner_cover', 'owner_lead'];
const DECIDES: DealRole[] = [...OWNS, 'owner_manager', 'admin'];
const EVERYBODY: DealRole[] = [...DECIDES, 'member'];

const ALLOWED: Record<DealVerb, readonly DealRole[]> = {
  read: EVERYBODY,
  hand_over: OWNS,
  assign: DECIDES,
  dismiss: DECIDES,
  snooze: OWNS,
  nudge: EVERYBODY,
};

/**
 * Every role this member has towards a deal. Guests, strangers, bots and the deactivated have none but `outsider`.
 * While nobody owns it, the lead of the team that sold it stands in (`leadId`).
 */
export function rolesTowardsDeal(
  { ownerId }: Pick<Deal, 'ownerId'>,
  leadId: string | null,
  member: Person,
  people: People,
  now: Date,
): DealRole[] {
  if (!canAnswer(member)) return ['outsider'];
  const roles: DealRole[] = ['member'];
  const owner = ownerId ? people.get(ownerId) : undefined;
  const lead = leadId === null ? undefined : people.get(leadId);
  if (owner) {
    if (owner.id === member.id) roles.push('owner');
    else if (owner.coverId === member.id || answererFor(owner, people, now).id === member.id)
      roles.push('owner_cover');
    const above = rolesAbove(owner, member.id, people, now);
    if (above.includes('lead')) roles.push('owner_lead');
    if (above.includes('manager')) roles.push('owner_manager');
  } else if (lead && [leadId, answererFor(lead, people, now).id].includes(member.id))
    roles.push('owner_lead');
  if (member.isAdmin) roles.push('admin');
  return roles;
}

export function mayDeal(verb: DealVerb, roles: readonly DealRole[]): boolean {
  return roles.some((role) => ALLOWED[verb].includes(role));
}
