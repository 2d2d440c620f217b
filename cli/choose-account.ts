import { findAccounts } from '../src/accounts/find-accounts.ts';
import { searchAccounts } from '../src/accounts/search-accounts.ts';
import type { Ctx } from '../src/platform/ctx.ts';
import { Stop } from './io.ts';

const SUGGESTED = 5;

/** The id of the account that is meant: by external id, domain, name or id, tried in this order. */
export async function chooseAccount(ctx: Ctx, text: string): Promise<string> {
  const workspaceId = ctx.workspace.id;
  const [called, byId] = await findAccounts(ctx.db, workspaceId, [{ called: text }, { id: text }]);
  const found = called ?? byId;
  if (found === 'ambiguous')
    throw new Stop(`Several accounts have the domain ${text}. Name one by its name or its external id.`);
  if (found) return found.id;
  const near = text.trim() === '' ? [] : await searchAccounts(ctx.db, workspaceId, text, SUGGESTED);
  const names = near.map(({ name }) => `\n  ${name}`).join('');
  throw new Stop(`There is no account "${text}".${names && ` Did you mean:${names}`}`);
}
