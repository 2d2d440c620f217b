/** action_id of everything on Home that tells Baton of a click or a change. */
export const HOME_ACTIONS = {
  // Each tab has its own, since two buttons of one action may not stand in the same block.
  work: 'home_work',
  accounts: 'home_accounts',
  team: 'home_team',
  setup: 'home_setup',
  /** Value: the page, from 0. */
  previousPage: 'home_previous_page',
  nextPage: 'home_next_page',
  /** Menus. Value: one of the choices, or `all`. */
  band: 'home_band',
  segment: 'home_segment',
  renewal: 'home_renewal',
  allAccounts: 'home_all_accounts',
  /** A menu. Value: the key of a Group. */
  group: 'home_group',
  /** Value: the draft's handoff id. */
  resume: 'home_resume',
  /** Value: the account's id. */
  account: 'home_account',
  /** Start a handoff, where there is nothing to do. */
  start: 'home_start',
  /** Flag account risk. */
  flag: 'home_flag',
  moveBook: 'home_move_book',
  /** A brief that is a sample, to look at. */
  example: 'home_example',
  /** Value: a Greeting that is done with. */
  dismiss: 'home_dismiss',
  preferences: 'home_preferences',
  /** In the window of the preferences: somebody goes away, and is back. */
  away: 'home_away',
  /** Value: which of ENDS. */
  here: 'home_here',
} as const;

/** callback_id of what can be submitted. Books are moved in one window after the other: see book-views.ts. */
export const HOME_CALLBACKS = {
  bookOwner: 'home_book_owner_form',
  bookParts: 'home_book_parts_form',
  bookPreview: 'home_book_preview_form',
  preferences: 'home_preferences_form',
  away: 'home_away_form',
} as const;

/** The choice of a menu that leaves nothing out. */
export const ALL = 'all';
