/** action_id of everything about accounts that tells Baton of a click or a change. */
export const ACCOUNT_ACTIONS = {
  // Buttons. Value: the account's id.
  show: 'account_show',
  signals: 'account_signals',
  confirm: 'account_confirm',
  merge: 'account_merge',
  flag: 'account_flag',
  /** In the modal. Chosen value: the id of the account that stays. */
  mergeInto: 'account_merge_into',
} as const;

/** callback_id of each modal. private_metadata is the account's id. */
export const ACCOUNT_CALLBACKS = {
  merge: 'account_merge_form',
  signals: 'account_signals_view',
} as const;
