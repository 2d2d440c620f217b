import type { Account, AccountCoOwner, Lane, Stage } from '../../prisma/generated/client.ts';
import { type People, type Person, type PersonRef, personRef } from '../people/person.ts';
import { isoDay } from '../time/day.ts';

export type Colleague = Pick<Person, 'id' | 'slackUserId' | 'name' | 'awayUntil'>;

/** Who answers for an account in one lane. */
export interface LaneOwners {
  lane: Lane;
  owner: Colleague | null;
  coOwners: Colleague[];
}

/** What is known of an account by itself, as the views show it. */
export interface AccountProfile {
  id: string;
  name: string;
  domain: string | null;
  verified: boolean;
  segment: string | null;
  stage: Stage;
  plan: string | null;
  /** Decimal text. */
  arr: string | null;
  currency: string | null;
  /** YYYY-MM-DD. */
  renewalOn: string | null;
  parent: { id: string; name: string } | null;
  /** Every lane, customer success first. */
  lanes: LaneOwners[];
}

const LANES = ['cs', 'sales', 'service'] as const satisfies readonly Lane[];
const OWNER = { cs: 'csOwnerId', sales: 'salesOwnerId', service: 'serviceOwnerId' } as const;

export function profileOf(
  account: Account & {
    parent: { id: string; name: string } | null;
    coOwners: Pick<AccountCoOwner, 'lane' | 'memberId'>[];
  },
  people: People,
): AccountProfile {
  const { id, name, domain, verified, segment, stage, plan, currency, parent } = account;
  const colleague = (memberId: string | null): Colleague[] => {
    const person = memberId === null ? undefined : people.get(memberId);
    return person ? [refTo(person)] : [];
  };
  return {
    id,
    name,
    domain,
    verified,
    segment,
    stage,
    plan,
    currency,
    parent,
    arr: account.arr?.toString() ?? null,
    renewalOn: isoDay(account.renewalOn),
    lanes: LANES.map((lane) => ({
      lane,
      owner: colleague(account[OWNER[lane]])[0] ?? null,
      coOwners: account.coOwners
        .filter((one) => one.lane === lane && one.memberId !== account[OWNER[lane]])
        .flatMap(({ memberId }) => colleague(memberId)),
    })),
  };
}

export function refTo({ id, slackUserId, name, awayUntil }: Person): Colleague {
  return { id, slackUserId, name, awayUntil };
}

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
  serviceOwner: PersonRef | null;
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
    serviceOwner: personRef(people, account.serviceOwnerId),
    csOwner: personRef(people, account.csOwnerId),
  };
}

export const STAGES = ['land', 'adopt', 'expand', 'renew'] as const satisfies readonly Stage[];

/** A stage that an account was in; `to` null: it still is. */
export interface StageSpan {
  stage: Stage;
  from: Date;
  to: Date | null;
}

export interface Lifecycle {
  /** Oldest first: the latest there were. */
  spans: StageSpan[];
  /** YYYY-MM-DD. */
  contractStart: string | null;
  firstValueOn: string | null;
}

/** `entries`: the stages that were entered, oldest first. One that was entered while it lasted goes on. */
export function spansOf(entries: readonly { stage: Stage; enteredAt: Date }[]): StageSpan[] {
  const entered = entries.filter(({ stage }, index) => stage !== entries[index - 1]?.stage);
  return entered.map(({ stage, enteredAt }, index) => ({
    stage,
    from: enteredAt,
    to: entered[index + 1]?.enteredAt ?? null,
  }));
}
