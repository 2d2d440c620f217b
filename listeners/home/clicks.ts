import { BAND_FILTERS, type Place, RENEWAL_FILTERS, type Tab } from '../../src/home/home.ts';
import { moveHome } from '../../src/home/load-home.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, refuse } from '../../src/platform/refusal.ts';
import { essentialsView } from '../../views/handoffs/brief/essentials-view.ts';
import { noteOf, saidView } from '../../views/home/frame.ts';
import { ALL } from '../../views/home/ids.ts';
import { showAccount } from '../accounts/show-account.ts';
import type { ClickHandler } from '../click.ts';
import { beginHandoff, storedScreen } from '../handoffs/screen.ts';
import { beginFlag } from '../risks/flag.ts';

/** *Open*, of an account: what `/account` answers, in a window, since Home has no place for an answer. */
export const openAccountClick: ClickHandler = {
  opens: 'Account',
  async view(visit, { value }) {
    const said = await showAccount(visit, readId(value));
    return isRefusal(said) ? said : saidView('Account', noteOf(said));
  },
};

/** Keeps where they go; Home is drawn again. Whatever a click says it chose, an unknown choice chooses nothing. */
function goes(to: (value: string) => Partial<Place>): ClickHandler {
  return {
    async turns(visit, { value }) {
      await moveHome(visit, visit.me.id, to(value));
      return null;
    },
  };
}

export const opensTab = (tab: Tab): ClickHandler => goes(() => ({ tab, page: 0 }));

export const turnHomePage = goes((value) => ({ page: /^\d{1,5}$/.test(value) ? Number(value) : 0 }));

export const filterBand = goes((value) => ({
  page: 0,
  band: BAND_FILTERS.find((band) => band === value) ?? null,
}));

export const filterRenewal = goes((value) => ({
  page: 0,
  renewal: RENEWAL_FILTERS.find((within) => within === value) ?? null,
}));

export const filterSegment = goes((value) => ({
  page: 0,
  segment: value === ALL ? null : value.slice(0, 64),
}));

export const showAllAccounts = goes(() => ({ page: 0, band: null, segment: null, renewal: null }));

export const pickGroup = goes((value) => ({ page: 0, group: value.slice(0, 64) }));

export const startClick: ClickHandler = {
  opens: 'Start a handoff',
  view: (visit) => beginHandoff(visit, { name: '' }),
};

export const flagClick: ClickHandler = {
  opens: 'Flag a risk',
  view: (visit) => beginFlag(visit, { name: '' }),
};

/** *Resume*, of a draft. */
export const resumeClick: ClickHandler = {
  opens: 'Start a handoff',
  async view(visit, { value }) {
    const screen = await storedScreen(visit, readId(value));
    return isRefusal(screen) ? screen : essentialsView(screen);
  },
};

/** The same in a list that others read, too. */
export const resumeListedClick: ClickHandler = {
  opens: 'Start a handoff',
  async view(visit, { value }) {
    const screen = await storedScreen(visit, readId(value));
    if (!isRefusal(screen)) return essentialsView(screen);
    return screen.refused === 'not_found' ? NOT_THEIR_DRAFT : screen;
  },
};

const NOT_THEIR_DRAFT = refuse(
  'not_yours',
  'Only the person who started this draft can open it, and it may be gone by now.',
);
