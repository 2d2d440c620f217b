import type { Account, Stage } from '../../prisma/generated/client.ts';
import type { People } from '../people/person.ts';
import { type PersonRef, personRef } from '../people/person-ref.ts';
import { isoDay } from '../time/day.ts';

/** What is known of an account already: shown to the sender, never asked. */
export interface AccountFacts {
  id: string;
  name: string;
  verified: boolean;
  segment: string | null;
  stage: Stage;
  plan: string | null;
  /** Decimal text. */
  arr: string | null;
  currency: string | null;
  /** YYYY-MM-DD. */
  contractStart: string | null;
  renewalOn: string | null;
  salesOwner: PersonRef | null;
  csOwner: PersonRef | null;
}

export function factsOf(account: Account, people: People): AccountFacts {
  const { id, name, verified, segment, stage, plan, currency } = account;
  return {
    id,
    name,
    verified,
    segment,
    stage,
    plan,
    arr: account.arr?.toString() ?? null,
    currency,
    contractStart: isoDay(account.contractStart),
    renewalOn: isoDay(account.renewalOn),
    salesOwner: personRef(people, account.salesOwnerId),
    csOwner: personRef(people, account.csOwnerId),
  };
}
