import type { Account } from '../../../prisma/generated/client.ts';
import type { Acting, CaseParties } from '../../cases/case.ts';
import type { Sides } from '../../cases/told/told-on-rung.ts';
import { answererFor, type Person } from '../../people/person.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { Deal, DealState } from '../deal.ts';
import { type DealRole, mayDeal } from './rights.ts';

/** Who is around a deal. */
export interface DealParties extends CaseParties {
  deal: Deal;
  /** The lead of the team that sold it, for while nobody owns it. */
  leadId: string | null;
  /** Of its account. */
  segment: string | null;
}

/** What a verb sees beside the parties. */
export interface DealSeen extends Acting {
  account: Account | null;
  /** Who the actor is towards this deal. */
  roles: DealRole[];
}

/** All that a decision about one deal needs, read at once. */
export type DealScene = DealParties & DealSeen;

/** Ids of everybody a deal names. */
export function peopleOf({ ownerId, receiverId, dismissedById }: Deal, leadId: string | null): string[] {
  return [ownerId, receiverId, dismissedById, leadId].filter((id) => id !== null);
}

/** Whoever is to hand it over now: the owner or who stands in for them; unowned, the sales lead. Null: nobody is known. */
export function whoAnswersDeal(
  { deal, people, leadId }: Pick<DealParties, 'deal' | 'people' | 'leadId'>,
  now: Date,
): Person | null {
  const person = people.get(deal.ownerId ?? leadId ?? '');
  return person ? answererFor(person, people, now) : null;
}

/** There is no other side to it yet: who takes it over is named in the handoff. */
export function dealSides(
  { deal, people, leadId }: Pick<DealParties, 'deal' | 'people' | 'leadId'>,
  now: Date,
): Sides {
  const lead = people.get(leadId ?? '');
  return {
    owing: people.get(deal.ownerId ?? '') ?? null,
    other: null,
    lead: lead ? answererFor(lead, people, now) : null,
    private: false,
  };
}

export const DEAL_NOT_FOUND = refuse(
  'not_found',
  'This deal no longer exists, or you can’t see it. Your Home shows what’s waiting for you.',
);

/** Tells somebody without the right whose it is. */
export function notYourDeal({ deal, people, roles }: DealScene): Refusal {
  if (!mayDeal('read', roles)) return DEAL_NOT_FOUND;
  const owner = people.get(deal.ownerId ?? '');
  return owner
    ? refuse('not_yours', `Only ${owner.name} or their lead can do that with ${deal.accountName}.`)
    : refuse(
        'not_yours',
        `${deal.accountName} has no owner yet. Only the sales lead or an admin can do that.`,
      );
}

/** Whose a deal is, as a form keeps it. */
export const ownerMark = (ownerId: string | null | undefined): string => ownerId ?? 'nobody';

/** Whoever filled in a form reads whose it has become since it was drawn, before they decide on it. */
export function changedMeanwhile({ deal, people, actor }: DealScene, drawnFor: string): Refusal | null {
  if (deal.state !== 'won' || drawnFor === ownerMark(deal.ownerId)) return null;
  const owner = people.get(deal.ownerId ?? '');
  const whose =
    owner?.id === actor.id ? 'it’s yours now' : `it’s with ${owner?.name ?? 'the sales lead'} now`;
  return refuse(
    'changed',
    `${deal.accountName} changed while this form was open: ${whose}. To go ahead anyway, submit it again.`,
  );
}

/** In words, how a deal is that does not allow what was tried. */
export function whyNotNow({ deal, people, actor }: DealScene): Refusal {
  const name = deal.accountName;
  const byId = deal.dismissedById;
  const who = byId === actor.id ? 'you' : (people.get(byId ?? '')?.name ?? 'someone');
  const says: Record<DealState, string> = {
    expected: `${name} isn’t won yet.`,
    won: `${name} is still to be handed over.`,
    handed_over: `${name} was already handed over.`,
    dismissed: `${name} needs no handoff, as ${who} said.`,
    lost: `The deal with ${name} was lost.`,
  };
  return refuse('wrong_state', says[deal.state]);
}
