import { z } from 'zod';
import { Band } from '../../../prisma/generated/enums.ts';
import type { Owed, StepPlace } from '../../cases/case.ts';
import type { Ladder, Rung } from '../../cases/clocks/ladder.ts';
import { stored } from '../../platform/stored.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { isoDay } from '../../time/day.ts';
import { clockOf, type Risk, type RiskClock } from '../risk.ts';

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
    private: false,
    urgent: severity === 'critical',
    since: null,
    promisedAt: null,
    facts: RISK_FACTS.write({ severity, plan, checkInOn: isoDay(checkInOn) }),
  };
}

const UP: Rung[] = [
  { at: 1, kind: 'escalation', tell: ['cover', 'counterpart'] },
  { at: 1.5, kind: 'escalation', tell: ['lead'] },
  { at: 2, kind: 'escalation', tell: ['manager', 'fallback_channel'], repeat: { every: 'P1D', times: 2 } },
];

/**
 * The ladder as the policy stands now; it is kept with the timer. The owner owes; the counterpart is the partner of
 * the other team. A check-in's clock starts with the day of the check-in.
 */
export function riskLadder(clock: RiskClock, settings: Settings, urgent: boolean): Ladder {
  switch (clock) {
    case 'claim':
      return {
        limit: settings.text[urgent ? 'risk.claim_urgent' : 'risk.claim'],
        rungs: [{ at: 0.5, kind: 'reminder', tell: ['owner'] }, ...UP],
      };
    case 'plan':
      return {
        limit: settings.text['risk.plan'],
        rungs: [
          { at: 1, kind: 'reminder', tell: ['owner'] },
          { at: 2, kind: 'escalation', tell: ['lead'] },
          {
            at: 3,
            kind: 'escalation',
            tell: ['manager', 'fallback_channel'],
            repeat: { every: 'P1D', times: 2 },
          },
        ],
      };
    case 'check_in':
      return {
        limit: settings.text['risk.check_in'],
        rungs: [{ at: 0, kind: 'reminder', tell: ['owner'] }, ...UP],
      };
  }
}
