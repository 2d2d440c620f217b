import type { Risk, RiskOutcome, RiskState, RiskVerdict } from '../../prisma/generated/client.ts';
import type { CaseDecision } from '../cases/case.ts';
import type { Plan } from './plan.ts';

export type { Risk, RiskOutcome, RiskState, RiskVerdict };

export const RISK_CLOCKS = ['claim', 'plan', 'check_in'] as const;
export type RiskClock = (typeof RISK_CLOCKS)[number];

export const OPEN_RISK_STATES = ['open', 'claimed'] as const;

export function isOpenRisk(state: RiskState): boolean {
  return state !== 'resolved';
}

/** State → clock: somebody takes it, plans it, then says how it goes. */
export function clockOf(risk: Pick<Risk, 'state' | 'checkInOn'>): RiskClock | null {
  if (risk.state === 'open') return 'claim';
  if (risk.state === 'claimed') return risk.checkInOn ? 'check_in' : 'plan';
  return null;
}

/** A person said that it cannot wait until tomorrow. */
export function isUrgent({ flagged, severity }: Pick<Risk, 'flagged' | 'severity'>): boolean {
  return flagged && severity === 'critical';
}

export function riskName(risk: Pick<Risk, 'number'>): string {
  return `R-${risk.number}`;
}

export type RiskAction =
  | 'opened'
  | 'reopened'
  | 'noted'
  | 'worsened'
  | 'recovering'
  | 'claimed'
  | 'planned'
  | 'checked_in'
  | 'snoozed'
  | 'nudged'
  | 'reassigned'
  | 'resolved'
  | 'recovered';

/** What a verb is about to do: see CaseDecision. */
export interface RiskDecision extends CaseDecision {
  action: RiskAction;
  patch: Partial<Omit<Risk, 'id' | 'workspaceId' | 'version' | 'plan' | 'reasons'>> & { plan?: Plan };
  restart?: RiskClock[];
}

/** Whatever is done about it ends a snooze. */
export const NOT_SNOOZED = { snoozedUntil: null } as const;
