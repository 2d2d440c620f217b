import type { Prisma } from '../../prisma/generated/client.ts';

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
