import type { Account } from '../../../prisma/generated/client.ts';
import { type Acting, type CaseParties, calendarFor } from '../../cases/case.ts';
import type { Sides } from '../../cases/told/told-on-rung.ts';
import { answererFor, type Person } from '../../people/person.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { Calendar } from '../../time/calendar.ts';
import { type Risk, riskName } from '../risk.ts';
import { mayRisk, type RiskRole } from './rights.ts';

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
  return calendarFor(whoAnswersRisk(parties, now), parties.settings);
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

/** What a verb sees beside the parties. */
export interface RiskSeen extends Acting {
  account: Account;
  /** Who the actor is towards this risk. */
  roles: RiskRole[];
}

/** All that a decision about one risk needs, read at once. */
export type RiskScene = RiskParties & RiskSeen;

export const RISK_NOT_FOUND = refuse(
  'not_found',
  'This risk no longer exists, or you can’t see it. /risk list shows what’s open.',
);

/** Tells somebody without the right whose it is. Of what they may not read, nothing at all. */
export function notYourRisk(scene: RiskScene): Refusal {
  const { risk, people, roles } = scene;
  if (!mayRisk('read', roles, risk)) return RISK_NOT_FOUND;
  const owner = risk.ownerId ? people.get(risk.ownerId) : undefined;
  if (!owner)
    return refuse('not_yours', `${riskName(risk)} has no owner yet. Take it first, then you can do that.`);
  return refuse(
    'not_yours',
    `Only ${owner.name} or their lead can do that with ${riskName(risk)}. You can still read it.`,
  );
}

/** In words, how a risk is that does not allow what was tried. "Taken already" is only an answer with the name of who was first. */
export function whyNotNow({ risk, people, actor }: RiskScene): Refusal {
  const name = riskName(risk);
  if (risk.state === 'open') return refuse('wrong_state', `No one has taken ${name} yet. Take it first.`);
  const byId = risk.state === 'resolved' ? risk.resolvedById : risk.ownerId;
  const who = byId === actor.id ? 'you' : byId && people.get(byId)?.name;
  const done = risk.state === 'resolved' ? 'closed' : 'taken';
  return refuse('wrong_state', `${name} was already ${done}${who ? ` by ${who}` : ''}.`);
}
