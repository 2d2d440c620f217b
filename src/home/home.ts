import { z } from 'zod';
import { BANDS } from '../health/bands.ts';

/** What somebody's Home is made of. */
export interface Home {
  /** They have not opened it before. */
  isNew: boolean;
  /** Always at a tab that is theirs. */
  place: Place;
  tabs: Tab[];
  /** Nobody has told them yet what Baton does. */
  isUnmet: boolean;
  /** An admin who was not asked yet to finish setting up. */
  isNewAdmin: boolean;
  /** Ids of those whose work this is: their own, then that of whom they stand in for. */
  answersFor: string[];
}

export function homeOf(facts: {
  /** As it is stored; null: nothing is. */
  view: unknown;
  isAdmin: boolean;
  welcomed: boolean;
  shownSetup: boolean;
  /** Somebody reports to them, or they lead a team. */
  hasPeople: boolean;
  answersFor: string[];
}): Home {
  const { view, isAdmin, welcomed, shownSetup, hasPeople, answersFor } = facts;
  const isTheirs: Record<Tab, boolean> = { work: true, accounts: true, team: hasPeople, setup: isAdmin };
  const stored = readPlace(view);
  return {
    isNew: view === null,
    place: isTheirs[stored.tab] ? stored : { ...stored, tab: 'work', page: 0 },
    tabs: TABS.filter((tab) => isTheirs[tab]),
    isUnmet: !welcomed,
    isNewAdmin: isAdmin && !shownSetup,
    answersFor,
  };
}

/** What Home tells somebody once: what Baton does; an admin, what is left to set up. */
export const GREETINGS = ['welcomed', 'shownSetup'] as const;
export type Greeting = (typeof GREETINGS)[number];

/** What somebody chose for themselves, and when their next morning DM comes where there is something to say. */
export interface Preferences {
  /** Null: when their working day begins. */
  morningMinute: number | null;
  mutesReceipts: boolean;
  nextMorning: Date;
}

/** At which a morning DM may come, in minutes after midnight. */
export const HOURS: readonly number[] = Array.from({ length: 24 }, (_, hour) => hour * 60);

export const TABS = ['work', 'accounts', 'team', 'setup'] as const;
export type Tab = (typeof TABS)[number];

export const BAND_FILTERS = [...BANDS, 'unknown'] as const;
export type BandFilter = (typeof BAND_FILTERS)[number];

/** Days until the renewal; none: no renewal is known. */
export const RENEWAL_FILTERS = ['30', '90', '180', 'none'] as const;
export type RenewalFilter = (typeof RENEWAL_FILTERS)[number];

const PlaceSchema = z.object({
  tab: z.enum(TABS).catch('work'),
  /** From 0. */
  page: z.number().int().min(0).max(100_000).catch(0),
  band: z.enum(BAND_FILTERS).nullable().catch(null),
  /** Key of a SegmentChoice. */
  segment: z.string().max(64).nullable().catch(null),
  renewal: z.enum(RENEWAL_FILTERS).nullable().catch(null),
  /** Whose figures: 'reports', or the id of a team; null: the first there is. */
  group: z.string().max(64).nullable().catch(null),
});

/** Where somebody left their Home. Filters are kept while other tabs are looked at. */
export type Place = z.infer<typeof PlaceSchema>;

export const START: Place = PlaceSchema.parse({});

/** What was stored; what cannot be read any more is as at the start. */
function readPlace(stored: unknown): Place {
  return PlaceSchema.catch(START).parse(stored ?? {});
}
