import type { Prisma } from '../../prisma/generated/client.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { fold } from '../platform/text.ts';

export const NAME_MAX = 120;

/** The name folded for matching: two names with the same key are the same account. A legal form (GmbH) makes a difference. */
export const nameKey = fold;

/** The name as it will be kept, or why it cannot be one. */
export function checkAccountName(name: string): string | Refusal {
  const trimmed = name.trim().normalize('NFC');
  if (trimmed === '' || nameKey(trimmed) === '') return no('Add the account’s name.');
  // The last two ranges turn the direction of what follows: a name could pass for another.
  if (/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u.test(trimmed))
    return no('The name has line breaks or invisible characters. Type it on one line.');
  if ([...trimmed].length > NAME_MAX) return no(`Keep the name within ${NAME_MAX} characters.`);
  return trimmed;
}

function no(message: string): Refusal {
  return refuse('bad_account_name', message, 'account_name');
}

/** Finds the account with this id, or the one it was merged into. */
export function accountNow(workspaceId: string, id: string): Prisma.AccountWhereInput {
  return { workspaceId, OR: [{ id, mergedIntoId: null }, { mergedFrom: { some: { id } } }] };
}

/** How others speak of an account. `called`: whichever of external id, domain and name fits first. */
export type AccountRef =
  | { id: string }
  | { externalId: string }
  | { domain: string }
  | { name: string }
  | { called: string };

/** The columns an import, the API, a modal or a merge may set, as text; dates and money too. */
export const VALUE_FIELDS = [
  'name',
  'domain',
  'segment',
  'stage',
  'plan',
  'arr',
  'currency',
  'contractStart',
  'renewalOn',
  'salesOwnerId',
  'serviceOwnerId',
  'csOwnerId',
  'channel',
] as const;
export type ValueField = (typeof VALUE_FIELDS)[number];

/** Null: nothing is known, or nothing is said. */
export type AccountValues = Record<ValueField, string | null>;

export type AccountField = ValueField | 'externalIds' | 'coOwners' | 'parentId';

/** Where a value came from: a file, the HTTP API, somebody in Slack, or an account that was merged into this one. */
export type Source = 'import' | 'api' | 'slack' | 'merge';

/** Where each field's value came from last. */
export type Provenance = Partial<Record<AccountField, { source: Source; at: string }>>;

/** What to lay over an account's provenance when these fields are set. */
export function stamp(
  fields: Iterable<AccountField>,
  source: Source,
  at: Date,
): Provenance & Prisma.InputJsonObject {
  return Object.fromEntries([...fields].map((field) => [field, { source, at: at.toISOString() }]));
}
