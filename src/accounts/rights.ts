import {
  answererFor,
  canAnswer,
  leadOf,
  managerOf,
  type People,
  type Person,
  rolesAbove,
} from '../people/person.ts';

/** The table itself stands in docs/rights.md; a test compares the two row by row. */
const ACCOUNT_VERBS = [
  'read',
  'share',
  'override',
  'clear',
  'expect',
  'judge',
  'first_value',
  'confirm',
  'merge',
] as const;
export type AccountVerb = (typeof ACCOUNT_VERBS)[number];

const ACCOUNT_ROLES = ['owner', 'owner_lead', 'owner_manager', 'csm', 'admin', 'member', 'outsider'] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];

const AROUND: AccountRole[] = ['owner', 'owner_lead', 'owner_manager', 'admin'];

const ALLOWED: Record<AccountVerb, readonly AccountRole[]> = {
  read: [...AROUND, 'member'],
  share: [...AROUND, 'member'],
  override: AROUND,
  clear: AROUND,
  expect: AROUND,
  judge: ['csm'],
  first_value: AROUND,
  confirm: ['owner', 'admin'],
  merge: ['owner', 'admin'],
};

/** Owners' rights that end once somebody has said that the account is real. */
const WHILE_UNVERIFIED: readonly AccountVerb[] = ['confirm', 'merge'];

/**
 * Every role this member has towards an account. `ownerIds`: its owners and co-owners, of whichever lane. `csm` is its CS
 * owner, their cover and their lead. Guests, strangers, bots and the deactivated have none but `outsider`.
 */
export function rolesTowardsAccount(
  { ownerIds, csOwnerId }: { ownerIds: readonly string[]; csOwnerId: string | null },
  member: Person,
  people: People,
  now: Date,
): AccountRole[] {
  if (!canAnswer(member)) return ['outsider'];
  const csm = csOwnerId === null ? undefined : people.get(csOwnerId);
  const owners = ownerIds.flatMap((id) => people.get(id) ?? []);
  return [
    'member',
    ...(ownerIds.includes(member.id) ? (['owner'] as const) : []),
    ...(owners.some((owner) => leadOf(owner, people)?.id === member.id) ? (['owner_lead'] as const) : []),
    ...(owners.some((owner) => managerOf(owner, people)?.id === member.id)
      ? (['owner_manager'] as const)
      : []),
    ...(csm && isCsm(csm, member, people, now) ? (['csm'] as const) : []),
    ...(member.isAdmin ? (['admin'] as const) : []),
  ];
}

function isCsm(owner: Person, { id }: Person, people: People, now: Date): boolean {
  if ([owner.id, owner.coverId, answererFor(owner, people, now).id].includes(id)) return true;
  return rolesAbove(owner, id, people, now).includes('lead');
}

export function mayAccount(
  verb: AccountVerb,
  roles: readonly AccountRole[],
  account: { verified: boolean },
): boolean {
  return ALLOWED[verb].some(
    (role) =>
      roles.includes(role) && !(role === 'owner' && account.verified && WHILE_UNVERIFIED.includes(verb)),
  );
}
