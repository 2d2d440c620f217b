import type { Db } from '../platform/ctx.ts';
import { findAccounts } from './find-accounts.ts';
import { bareName } from './same-company.ts';
import { type FoundAccount, searchAccounts } from './search-accounts.ts';

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
