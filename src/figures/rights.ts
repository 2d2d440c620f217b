import type { Scope } from './scope.ts';

/** The table itself stands in docs/rights.md; a test compares the two row by row. */
export const FIGURE_ROLES = [
  'self',
  'manager',
  'team_lead',
  'leads_manager',
  'reader',
  'admin',
  'member',
  'outsider',
] as const;
export type FigureRole = (typeof FIGURE_ROLES)[number];

const ALLOWED: Record<Scope['kind'], readonly FigureRole[]> = {
  mine: ['self', 'admin'],
  reports: ['manager', 'admin'],
  team: ['team_lead', 'leads_manager', 'admin'],
  segment: ['reader', 'admin'],
  everything: ['reader', 'admin'],
};

/** What a member is, as far as figures go. */
export interface FigureFacts {
  memberId: string;
  /** A guest, somebody of another company, a bot, or deactivated. */
  isOutsider: boolean;
  isAdmin: boolean;
  /** Named by the setting `figures.readers`. */
  isReader: boolean;
  /** Somebody in use reports to them. */
  hasReports: boolean;
  /** Those they lead. */
  leads: { id: string; name: string }[];
  /** Those whose lead reports to them. */
  leadsReport: { id: string; name: string }[];
}

/** Who somebody is towards a scope; outsiders are nothing else. */
function rolesTowardsFigures(scope: Scope, facts: FigureFacts): FigureRole[] {
  if (facts.isOutsider) return ['outsider'];
  const own = 'memberId' in scope && scope.memberId === facts.memberId;
  const among = (teams: FigureFacts['leads']) =>
    scope.kind === 'team' && teams.some(({ id }) => id === scope.teamId);
  const held: [FigureRole, boolean][] = [
    ['self', own],
    ['manager', own && facts.hasReports],
    ['team_lead', among(facts.leads)],
    ['leads_manager', among(facts.leadsReport)],
    ['reader', facts.isReader],
    ['admin', facts.isAdmin],
    ['member', true],
  ];
  return held.filter(([, is]) => is).map(([role]) => role);
}

/** Whether somebody may see the figures of a scope. */
export function mayFigures(scope: Scope, facts: FigureFacts): boolean {
  return mayRead(scope.kind, rolesTowardsFigures(scope, facts));
}

export function mayRead(kind: Scope['kind'], roles: readonly FigureRole[]): boolean {
  return roles.some((role) => ALLOWED[kind].includes(role));
}
