import type { CaseParties } from '../cases/case.ts';
import type { Sides } from '../cases/told/told-on-rung.ts';
import { calendarOf } from '../people/calendar-of.ts';
import { answererFor, type Person } from '../people/person.ts';
import type { Calendar } from '../time/calendar.ts';
import type { Risk } from './risk.ts';

/** Who is around a risk. */
export interface RiskParties extends CaseParties {
  risk: Risk;
  /** The lead of the team that was told, for while nobody owns it. */
  leadId: string | null;
}

/** Ids of everybody a risk names. */
export function peopleOf(risk: Risk, leadId: string | null): string[] {
  const { ownerId, partnerId, claimedById, openedById, resolvedById } = risk;
  return [ownerId, partnerId, claimedById, openedById, resolvedById, leadId].filter((id) => id !== null);
}

/** Whoever owes the next step now: the owner or who stands in for them; unowned, the lead, else the partner. */
export function whoAnswersRisk(
  { risk, people, leadId }: Omit<RiskParties, 'settings'>,
  now: Date,
): Person | null {
  for (const id of [risk.ownerId, leadId, risk.partnerId]) {
    const person = id === null ? undefined : people.get(id);
    if (person) return answererFor(person, people, now);
  }
  return null;
}

/** The calendar of whoever owes the next step; the workspace's own where nobody does. */
export function calendarOfRisk(parties: RiskParties, now: Date): Calendar {
  const answers = whoAnswersRisk(parties, now);
  const { calendar, 'calendar.holidays': holidays } = parties.settings.values;
  return answers ? calendarOf(answers, parties.settings) : { zone: 'UTC', week: calendar, holidays };
}

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
