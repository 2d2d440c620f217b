import type { Prisma } from '../../prisma/generated/client.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';

export const NAME_MAX = 120;

/**
 * The name folded for matching: two names with the same key are the same account. Width, case, spacing and
 * invisible characters make no difference; a legal form (GmbH, Inc.) does.
 */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toUpperCase() // upper first: ß and SS, ς and σ meet
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The name as it will be kept, or why it cannot be one. */
export function checkAccountName(name: string): string | Refusal {
  const trimmed = name.trim();
  if (trimmed === '' || nameKey(trimmed) === '') return no('Write the name of the account.');
  // The last two ranges turn the direction of what follows: a name could pass for another.
  if (/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u.test(trimmed))
    return no('The name has line breaks or invisible characters. Write it on one line.');
  if ([...trimmed].length > NAME_MAX) return no(`Keep the name within ${NAME_MAX} characters.`);
  return trimmed;
}

/** The host in a domain or a web address, as it is kept and compared; null when it is neither. */
export function domainOf(text: string): string | null {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/?#].*$/, '');
  const isDomain =
    host.length <= 253 && /^([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u.test(host);
  return isDomain ? host : null;
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
