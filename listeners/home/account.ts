import { readId } from '../../src/platform/outdated.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { noteOf, saidView } from '../../views/home/said-view.ts';
import { showAccount } from '../accounts/show-account.ts';
import type { ClickHandler } from '../click.ts';

/** *Open*, of an account: what `/account` answers, in a window, since Home has no place for an answer. */
export const openAccountClick: ClickHandler = {
  opens: 'Account',
  async view(visit, { value }) {
    const said = await showAccount(visit, readId(value));
    return isRefusal(said) ? said : saidView('Account', noteOf(said));
  },
};
