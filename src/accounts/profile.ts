import type { Account, AccountCoOwner, Lane, Stage } from '../../prisma/generated/client.ts';
import type { People, Person } from '../people/person.ts';
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
