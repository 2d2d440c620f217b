/** The table itself stands in docs/rights.md; a test compares the two row by row. */
export const BOOK_ROLES = [
  'self',
  'manager',
  'team_lead',
  'leads_manager',
  'admin',
  'member',
  'outsider',
] as const;
export type BookRole = (typeof BOOK_ROLES)[number];

const ALLOWED: readonly BookRole[] = ['manager', 'team_lead', 'leads_manager', 'admin'];

/** Who somebody is towards the person whose book it is. */
export interface BookFacts {
  isOutsider: boolean;
  isAdmin: boolean;
  isSelf: boolean;
  /** That person reports to them, or to somebody below them. */
  isManager: boolean;
  leadsTeam: boolean;
  /** A lead of that person reports to them. */
  managesLead: boolean;
}

/** Outsiders are nothing else. */
export function rolesTowardsBook(facts: BookFacts): BookRole[] {
  if (facts.isOutsider) return ['outsider'];
  const held: [BookRole, boolean][] = [
    ['self', facts.isSelf],
    ['manager', facts.isManager],
    ['team_lead', facts.leadsTeam],
    ['leads_manager', facts.managesLead],
    ['admin', facts.isAdmin],
    ['member', true],
  ];
  return held.filter(([, is]) => is).map(([role]) => role);
}

export function mayMoveBook(roles: readonly BookRole[]): boolean {
  return roles.some((role) => ALLOWED.includes(role));
}
