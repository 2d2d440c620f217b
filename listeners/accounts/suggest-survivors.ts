import { searchAccounts } from '../../src/accounts/search-accounts.ts';
import { option } from '../../views/kit/elements.ts';
import type { SuggestionHandler } from '../suggestion.ts';

const SHOWN = 20;

/** Accounts whose name fits what is typed, but for the one that is to be merged. */
export const suggestSurvivors: SuggestionHandler = async ({ db, workspace }, typed, mergedId) => {
  const found = await searchAccounts(db, workspace.id, typed, SHOWN + 1);
  const others = found.filter(({ id }) => id !== mergedId).slice(0, SHOWN);
  return others.map(({ id, name, domain }) => option(id, name, domain ?? undefined));
};
