import type { Role } from '../escalation/ladder.ts';
import { answererFor } from '../people/person.ts';
import { type Told, toldOnRung } from '../people/told-on-rung.ts';
import type { RiskParties } from './parties.ts';

/** Who a rung speaks to. While nobody owns the risk, the lead of the team that was told does, or who stands in. */
export function peopleOnRiskRung(
  { risk, people, leadId }: Omit<RiskParties, 'settings'>,
  roles: readonly Role[],
  options: { isLast: boolean; hasChannel: boolean },
  now: Date,
): Told[] {
  const known = (id: string | null) => (id === null ? null : (people.get(id) ?? null));
  const lead = known(leadId);
  const sides = {
    owing: known(risk.ownerId),
    other: known(risk.partnerId),
    lead: lead && answererFor(lead, people, now),
    private: false,
  };
  return toldOnRung(sides, people, roles, options, now);
}
