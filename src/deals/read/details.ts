import type { Account } from '../../../prisma/generated/client.ts';
import type { CaseEntry } from '../../cases/case.ts';
import { type PersonRef, personRef, refOf } from '../../people/person.ts';
import { isoDay } from '../../time/day.ts';
import type { DealSource, DealState, DealType } from '../deal.ts';
import { type DealParties, whoAnswersDeal } from '../rules/parties.ts';

/** A deal as the views show it. */
export interface DealDetails {
  id: string;
  version: number;
  state: DealState;
  source: DealSource;
  dealType: DealType;
  /** As the account is called now; of one that is not there yet, as the deal calls it. */
  accountName: string;
  /** Who sold it. */
  owner: PersonRef | null;
  /** Who is to hand it over now, a cover or lead included; null when nobody is, or nobody can be found. */
  answers: PersonRef | null;
  /** Decimal text. */
  amount: string | null;
  currency: string | null;
  /** YYYY-MM-DD. */
  closesOn: string | null;
  wonOn: string | null;
  termMonths: number | null;
  products: string | null;
  /** When it is to be handed over; null: no clock runs. */
  limitAt: Date | null;
  /** That has passed, and nobody has put it off. */
  isLate: boolean;
  /** Only while it lasts. */
  snoozedUntil: Date | null;
  /** What it became; null also where that is private: whoever sees the deal need not know of it. */
  handoff: { id: string; name: string } | null;
  dismissal: string | null;
  dismissedBy: PersonRef | null;
}

export function dealDetailsOf(
  parties: Omit<DealParties, 'settings'>,
  around: {
    account: Pick<Account, 'name'> | null;
    handoff: { id: string; number: number | null; private: boolean } | null;
    limitAt: Date | null;
  },
  now: Date,
): DealDetails {
  const { deal, people } = parties;
  const { account, handoff, limitAt } = around;
  const answers = deal.state === 'won' ? whoAnswersDeal(parties, now) : null;
  const snoozedUntil = deal.snoozedUntil && deal.snoozedUntil > now ? deal.snoozedUntil : null;
  const { id, version, state, source, dealType, termMonths, products, currency, dismissal } = deal;
  return {
    ...{
      id,
      version,
      state,
      source,
      dealType,
      termMonths,
      products,
      currency,
      dismissal,
      limitAt,
      snoozedUntil,
    },
    accountName: account?.name ?? deal.accountName,
    owner: personRef(people, deal.ownerId),
    answers: answers && refOf(answers),
    amount: deal.amount?.toString() ?? null,
    closesOn: isoDay(deal.closesOn),
    wonOn: isoDay(deal.wonOn),
    isLate: state === 'won' && snoozedUntil === null && limitAt !== null && limitAt <= now,
    handoff:
      handoff && handoff.number !== null && !handoff.private && state === 'handed_over'
        ? { id: handoff.id, name: `H-${handoff.number}` }
        : null,
    dismissedBy: personRef(people, deal.dismissedById),
  };
}

export type DealEntry = CaseEntry;
