import { type Place, readPlace, TABS, type Tab } from './place.ts';

/** What somebody's Home is made of. */
export interface Home {
  /** They have not opened it before. */
  isNew: boolean;
  /** Always at a tab that is theirs. */
  place: Place;
  tabs: Tab[];
  /** Ids of those whose work this is: their own, then that of whom they stand in for. */
  answersFor: string[];
}

export function homeOf(facts: {
  /** As it is stored; null: nothing is. */
  view: unknown;
  isAdmin: boolean;
  /** Somebody reports to them, or they lead a team. */
  hasPeople: boolean;
  answersFor: string[];
}): Home {
  const { view, isAdmin, hasPeople, answersFor } = facts;
  const isTheirs: Record<Tab, boolean> = { work: true, accounts: true, team: hasPeople, setup: isAdmin };
  const stored = readPlace(view);
  return {
    isNew: view === null,
    place: isTheirs[stored.tab] ? stored : { ...stored, tab: 'work', page: 0 },
    tabs: TABS.filter((tab) => isTheirs[tab]),
    answersFor,
  };
}
