import { checkAccountName, nameKey } from '../../src/accounts/account.ts';
import { searchAccounts } from '../../src/accounts/find/search-accounts.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { clip } from '../../views/kit/clip.ts';
import { option } from '../../views/kit/elements.ts';
import { LIMITS } from '../../views/kit/limits.ts';
import type { SuggestionHandler } from '../suggestion.ts';

const SHOWN = 20;

/** Accounts whose name fits what is typed, and *Create* for a name that no account has. */
export const suggestAccounts: SuggestionHandler = async ({ db, workspace }, typed) => {
  const found = await searchAccounts(db, workspace.id, typed, SHOWN);
  const options = found.map(({ id, name, domain }) => option(id, name, domain ?? undefined));
  const isNew =
    !found.some((one) => nameKey(one.name) === nameKey(typed)) && !isRefusal(checkAccountName(typed));
  // A value takes 75 characters. A longer name is cut here and finished in the field that opens.
  const create = isNew
    ? [option(`new:${clip(typed, LIMITS.optionValue - 4)}`, `Create “${clip(typed, 60)}”`)]
    : [];
  return [...options, ...create];
};

/** Accounts whose name fits what is typed, but for the one that is to be merged. */
export const suggestSurvivors: SuggestionHandler = async ({ db, workspace }, typed, mergedId) => {
  const found = await searchAccounts(db, workspace.id, typed, SHOWN + 1);
  const others = found.filter(({ id }) => id !== mergedId).slice(0, SHOWN);
  return others.map(({ id, name, domain }) => option(id, name, domain ?? undefined));
};
