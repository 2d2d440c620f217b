/** action_id of everything about accounts that tells Baton of a click or a change. */
export const ACCOUNT_ACTIONS = {
  // Buttons. Value: the account's id.
  show: 'account_show',
  confirm: 'account_confirm',
  flag: 'account_flag',
  timeline: 'account_timeline',
  /** A menu. Value: `<verb>:<account id>`, verb being an AccountMoreVerb. */
  more: 'account_more',
  /** In the modal. Chosen value: the id of the account that stays. */
  mergeInto: 'account_merge_into',
  /** In the modal. Value: `<account id>:<where the page before ended>`, with nothing behind the colon the latest. */
  timelinePage: 'account_timeline_page',
} as const;

export type AccountMoreVerb = 'signals' | 'share' | 'first_value' | 'override' | 'merge';

/** callback_id of each modal. private_metadata is the account's id. */
export const ACCOUNT_CALLBACKS = {
  merge: 'account_merge_form',
  signals: 'account_signals_view',
  timeline: 'account_timeline_view',
  share: 'account_share_form',
  firstValue: 'account_first_value_form',
} as const;
