import { z } from 'zod';
import { Band } from '../../../prisma/generated/enums.ts';
import type { Owed, StepPlace } from '../../cases/case.ts';
import { stored } from '../../platform/stored.ts';
import { isoDay } from '../../time/day.ts';
import { clockOf, type Risk } from '../risk.ts';

const FactsSchema = z.object({
  severity: z.enum(Band),
  /** As it is stored: see PLAN. */
  plan: z.unknown(),
  /** YYYY-MM-DD. */
  checkInOn: z.string().nullable(),
});
export type RiskFacts = z.infer<typeof FactsSchema>;

/** What a line about a risk says beside what is owed. */
export const RISK_FACTS = stored('facts of a risk', FactsSchema);

export const RISK_HOME: Record<string, StepPlace> = {
  claim: { section: 'risks_open' },
  plan: { section: 'risks_due' },
  check_in: { section: 'risks_due', before: 'risks_planned' },
};

/** Returns what is owed of a risk. While nobody owns it, its team's lead takes it, else the partner. */
export function riskOwed(risk: Risk): Owed | null {
  const step = clockOf(risk);
  if (!step) return null;
  const { accountId, ownerId, partnerId, teamId, severity, plan, checkInOn } = risk;
  return {
    step,
    accountId,
    memberId: ownerId,
    teamId,
    otherId: partnerId,
    urgent: severity === 'critical',
    facts: RISK_FACTS.write({ severity, plan, checkInOn: isoDay(checkInOn) }),
  };
}
