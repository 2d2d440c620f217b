import type { Db } from '../../platform/ctx.ts';
import { closest } from '../../platform/text.ts';
import { findAccounts } from './find-accounts.ts';
import { bareName, spellingsOf, tellingDomain } from './identity.ts';
import { type FoundAccount, searchAccounts } from './search-accounts.ts';

/** One is meant, several may be, or none is: then `near` are the closest. */
export type LookedUp =
  | { one: string }
  | { several: FoundAccount[]; more: boolean }
  | { near: FoundAccount[] };

const PICKS = 5;
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

/** An account that is there, or a name that is new, beside the names that are near. */
export type Meant = { account: FoundAccount } | { account: null; name: string | null; candidates: string[] };

const NEAR = 3;

/**
 * The account that somebody means who types this behind a command. `new` in front says that what follows is a name,
 * whatever it looks like, but an account that is called *New Look* is meant by both words.
 */
export async function findMeant(db: Db, workspaceId: string, typed: string): Promise<Meant> {
  const named = await called(db, workspaceId, typed);
  if (named) return { account: named };
  const rest = typed.replace(/^new (?=.)/, '');
  const text = rest === 'new' ? '' : rest;
  if (text === '') return { account: null, name: null, candidates: [] };
  const again = text === typed ? null : await called(db, workspaceId, text);
  if (again) return { account: again };
  const near = await searchAccounts(db, workspaceId, text, NEAR + 1);
  const [first, second] = near;
  if (!first) return { account: null, name: text, candidates: [] };
  const candidates = near.slice(0, NEAR).map(({ name }) => name);
  if (second) return { account: null, name: null, candidates };
  // In the middle of a word it may be there by chance.
  return beginsWord(first.name, text) ? { account: first } : { account: null, name: text, candidates };
}

/** The one that is called so, also without accents, or by its domain or an id. */
async function called(db: Db, workspaceId: string, text: string): Promise<FoundAccount | null> {
  const [found] = await findAccounts(db, workspaceId, [{ called: text }]);
  if (found && found !== 'ambiguous') return found;
  const whole = (await searchAccounts(db, workspaceId, text, NEAR)).filter((one) => one.whole);
  return whole.length === 1 ? (whole[0] ?? null) : null;
}

function beginsWord(name: string, text: string): boolean {
  const wanted = bareName(text);
  const words = name.split(/[\s\p{P}]+/u);
  return wanted === '' || words.some((_, i) => bareName(words.slice(i).join(' ')).startsWith(wanted));
}
