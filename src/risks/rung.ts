import { answererFor } from '../people/person.ts';
import type { Sides } from '../people/told-on-rung.ts';
import type { RiskParties } from './parties.ts';

/** Who owes the next step, and the other side. While nobody owns the risk, the lead of the team that was told does, or who stands in. */
export function riskSides({ risk, people, leadId }: Omit<RiskParties, 'settings'>, now: Date): Sides {
  const known = (id: string | null) => (id === null ? null : (people.get(id) ?? null));
  const lead = known(leadId);
  return {
    owing: known(risk.ownerId),
    other: known(risk.partnerId),
    lead: lead && answererFor(lead, people, now),
    private: false,
  };
}
