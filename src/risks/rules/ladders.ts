import type { Ladder, Rung } from '../../cases/clocks/ladder.ts';
import type { Settings } from '../../settings/catalogue.ts';
import type { RiskClock } from '../risk.ts';

// Whom a clock of a risk tells, and when, as shares of its limit.

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
