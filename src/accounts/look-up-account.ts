import { closest } from '../platform/closest.ts';
import type { Db } from '../platform/ctx.ts';
import { spellingsOf, tellingDomain } from './domain.ts';
import { findAccounts } from './find-accounts.ts';
import { type FoundAccount, searchAccounts } from './search-accounts.ts';

/** One is meant, several may be, or none is: then `near` are the closest. */
export type LookedUp =
  | { one: string }
  | { several: FoundAccount[]; more: boolean }
  | { near: FoundAccount[] };

export const PICKS = 5;
const SUGGESTED = 3;
/** Read to find the closest name among. */
const CANDIDATES = 100;
const WORDS = 4;

/** The account that somebody typed: by external id, domain or name, or by a part of its name. */
export async function lookUpAccount(db: Db, workspaceId: string, text: string): Promise<LookedUp> {
  const [found] = await findAccounts(db, workspaceId, [{ called: text }]);
  if (found === 'ambiguous') return severalOf(await withDomain(db, workspaceId, text));
  if (found) return { one: found.id };
  const fitting = await searchAccounts(db, workspaceId, text, PICKS + 1);
  const whole = fitting.filter((one) => one.whole);
  const [first, second] = whole.length === 1 ? whole : fitting;
  if (first && !second) return { one: first.id };
  return second ? severalOf(fitting) : { near: await nearTo(db, workspaceId, text) };
}

function severalOf(found: readonly FoundAccount[]): LookedUp {
  return { several: found.slice(0, PICKS), more: found.length > PICKS };
}

function withDomain(db: Db, workspaceId: string, text: string): Promise<FoundAccount[]> {
  return db.account.findMany({
    where: { workspaceId, mergedIntoId: null, domain: { in: spellingsOf(tellingDomain(text) ?? '') } },
    select: { id: true, name: true, domain: true, verified: true },
    orderBy: { nameKey: 'asc' },
    take: PICKS + 1,
  });
}

/** Names that differ by a slip, then those that share a word. */
async function nearTo(db: Db, workspaceId: string, text: string): Promise<FoundAccount[]> {
  const begin = [...text.trim()].slice(0, 2).join('');
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => [...word].length > 2);
  const likely = begin === '' ? [] : await searchAccounts(db, workspaceId, begin, CANDIDATES);
  const sharing: FoundAccount[] = [];
  for (const word of words.slice(0, WORDS))
    sharing.push(...(await searchAccounts(db, workspaceId, word, SUGGESTED)));
  const all = [...likely, ...sharing];
  const near = closest(
    text,
    all.map(({ name }) => name),
  );
  const ranked = [...all.filter(({ name }) => name === near), ...sharing];
  return ranked
    .filter((one, index) => ranked.findIndex(({ id }) => id === one.id) === index)
    .slice(0, SUGGESTED);
}
