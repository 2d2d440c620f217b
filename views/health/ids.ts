/** action_id of everything about health that tells Baton of a click. */
export const HEALTH_ACTIONS = {
  // Buttons. Value: the account's id.
  clear: 'health_clear',
  expect: 'health_expect',
  /** In the modal. Value: `<account id>:<signal type>`. */
  expectNoLonger: 'health_expect_no_longer',
  /** A menu. Chosen value: `<account id>:<1 to 5>`. */
  view: 'health_view',
  /** Value: `<day of the list>:<segment>`. */
  enable: 'alerts_enable',
  /** Value: `<summary id>:<account id>`; in the menu of a row also `expect:<account id>`. */
  openListed: 'alerts_open_risk',
  /** On the morning DM. */
  slides: 'slides_open',
  /** A menu in the list that it opens. Value: the account's id, or `expect:<account id>`. */
  flagSliding: 'slides_flag',
} as const;

/** callback_id of each modal. */
export const HEALTH_CALLBACKS = {
  /** private_metadata is the account's id. */
  override: 'health_override_form',
  slides: 'slides_view',
  /** private_metadata is the account's id. */
  expect: 'health_expect_form',
  /** The same, in place of the list, which comes back. */
  expectListed: 'slides_expect_form',
} as const;
