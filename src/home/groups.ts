import type { FigureFacts } from '../figures/rights.ts';
import type { Scope } from '../figures/scope.ts';

/** People whose work somebody looks after. */
export interface Group {
  /** 'reports', or the team's id. */
  key: string;
  name: string;
  scope: Extract<Scope, { kind: 'reports' | 'team' }>;
}

/** Those of somebody: who reports to them first, then the teams that they lead, then those whose lead reports to them. */
export function groupsOf({ memberId, hasReports, leads, leadsReport }: FigureFacts): Group[] {
  const reports: Group = { key: 'reports', name: 'My reports', scope: { kind: 'reports', memberId } };
  const teams = [...leads, ...leadsReport].map(
    ({ id, name }): Group => ({ key: id, name, scope: { kind: 'team', teamId: id } }),
  );
  return [...(hasReports ? [reports] : []), ...teams];
}
