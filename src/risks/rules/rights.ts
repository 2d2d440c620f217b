import { answererFor, canAnswer, type People, type Person, rolesAbove } from '../../people/person.ts';
import type { Risk } from '../risk.ts';

/** The table itself stands in docs/rights.md; a test compares the two row by row. */
export const RISK_VERBS = [
  'read',
  'flag',
  'claim',
  'undo',
  'plan',
  'check_in',
  'snooze',
  'nudge',
  'reassign',
  'resolve',
] as const;
export type RiskVerb = (typeof RISK_VERBS)[number];

export const RISK_ROLES = [
  'owner',
  'owner_cover',
  'owner_lead',
  'owner_manager',
  'partner',
  'admin',
  'member',
  'outsider',
] as const;
export type RiskRole = (typeof RISK_ROLES)[number];

const OWNS: RiskRole[] = ['owner', 'owner_cover', 'owner_lead'];
const EVERYBODY: RiskRole[] = [...OWNS, 'owner_manager', 'partner', 'admin', 'member'];

const ALLOWED: Record<RiskVerb, readonly RiskRole[]> = {
  read: EVERYBODY,
  flag: EVERYBODY,
  claim: EVERYBODY,
  // Of these, whoever did it: see undoCase.
  undo: EVERYBODY,
  plan: OWNS,
  check_in: OWNS,
  snooze: OWNS,
  nudge: EVERYBODY,
  reassign: [...OWNS, 'owner_manager', 'partner', 'admin'],
  resolve: [...OWNS, 'owner_manager', 'partner', 'admin'],
};

type Parties = Pick<Risk, 'state' | 'ownerId' | 'partnerId'>;

/**
 * Every role this member has towards a risk. Guests, strangers, bots and the deactivated have none but `outsider`.
 * Where nobody owns it, the lead of the team that was told stands in (`leadId`).
 */
export function rolesTowardsRisk(
  risk: Parties,
  leadId: string | null,
  member: Person,
  people: People,
  now: Date,
): RiskRole[] {
  if (!canAnswer(member)) return ['outsider'];
  const roles: RiskRole[] = ['member'];
  const owner = risk.ownerId ? people.get(risk.ownerId) : undefined;
  if (owner) {
    if (owner.id === member.id) roles.push('owner');
    else if (owner.coverId === member.id || answererFor(owner, people, now).id === member.id)
      roles.push('owner_cover');
    const above = rolesAbove(owner, member.id, people, now);
    if (above.includes('lead')) roles.push('owner_lead');
    if (above.includes('manager')) roles.push('owner_manager');
  } else {
    const lead = leadId === null ? undefined : people.get(leadId);
    if (lead && [leadId, answererFor(lead, people, now).id].includes(member.id)) roles.push('owner_lead');
  }
  if (risk.partnerId === member.id) roles.push('partner');
  if (member.isAdmin) roles.push('admin');
  return roles;
}

/** What nobody has claimed yet, whoever plans it claims: that is open to everybody. */
export function mayRisk(verb: RiskVerb, roles: readonly RiskRole[], risk: Pick<Risk, 'state'>): boolean {
  const allowed = verb === 'plan' && risk.state === 'open' ? ALLOWED.claim : ALLOWED[verb];
  return roles.some((role) => allowed.includes(role));
}
