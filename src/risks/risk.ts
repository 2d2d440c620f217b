import { z } from 'zod';
import type { Risk, RiskOutcome, RiskState, RiskVerdict } from '../../prisma/generated/client.ts';
import type { CaseDecision } from '../cases/case.ts';
import { stored } from '../platform/stored.ts';
import { isoDay } from '../time/day.ts';

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
  | 'recovered'
  | 'undone';

/** What a verb is about to do: see CaseDecision. */
export interface RiskDecision extends CaseDecision {
  action: RiskAction;
  patch: Partial<Omit<Risk, 'id' | 'workspaceId' | 'version' | 'plan' | 'reasons'>> & { plan?: Plan };
  restart?: RiskClock[];
}

/** Whatever is done about it ends a snooze. */
export const NOT_SNOOZED = { snoozedUntil: null } as const;

/** The time for the next step has come: to take it, to plan it, and from its day on to check in. */
export function isOwed(risk: Pick<Risk, 'state' | 'checkInOn'>, today: string): boolean {
  if (risk.state !== 'claimed') return risk.state === 'open';
  const checkInOn = isoDay(risk.checkInOn);
  return checkInOn === null || checkInOn <= today;
}

/** As much as Slack takes in one input. */
const WORDS_MAX = 3_000;

const PlanSchema = z.object({
  firstAction: z.string().trim().min(1).max(WORDS_MAX),
  /** YYYY-MM-DD. */
  dueOn: z.iso.date(),
});

/** What the owner does first, and by when. */
export type Plan = z.infer<typeof PlanSchema>;

export const PLAN = stored('risk plan', PlanSchema);

/** A stored plan; null where there is none, or none that can be read. */
export function readPlan(json: unknown, riskId: string): Plan | null {
  return json === null || json === undefined ? null : PLAN.read(json, riskId);
}

/** What a person saw. Those that are signals count in the score too. */
export const FLAG_KINDS = ['sponsor_left', 'churn_notice', 'sentiment', 'other'] as const;
export type FlagKind = (typeof FLAG_KINDS)[number];

export interface Flag {
  /** An account's id, or the name of one that is new. */
  account: { id: string } | { name: string };
  kind: FlagKind;
  /** 1–5, for sentiment. */
  sentiment: number | null;
  note: string;
  /** A link to the message it was seen in. */
  evidence: string | null;
  urgent: boolean;
}

export function dateOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
