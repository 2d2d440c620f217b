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
  /** Value: `<summary id>:<account id>`. */
  openListed: 'alerts_open_risk',
} as const;

/** callback_id of each modal. private_metadata is the account's id. */
export const HEALTH_CALLBACKS = {
  override: 'health_override_form',
  expect: 'health_expect_form',
} as const;
