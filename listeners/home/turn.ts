import { moveHome } from '../../src/home/move-home.ts';
import { BAND_FILTERS, type Place, RENEWAL_FILTERS, type Tab } from '../../src/home/place.ts';
import { ALL } from '../../views/home/ids.ts';
import type { ClickHandler } from '../click.ts';

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
