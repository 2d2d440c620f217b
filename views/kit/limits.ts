/**
 * Slack's limits, in characters (UTF-16 units) or items, and a few of Baton's own below Slack's.
 * https://docs.slack.dev/reference/block-kit
 */
export const LIMITS = {
  /** Blocks of one message. */
  messageBlocks: 50,
  /** Blocks of one modal or Home tab. */
  viewBlocks: 100,
  /** A post is cut near 40,000, but an update is refused above this, and every message may be updated. */
  messageText: 4_000,
  /** Slack refuses a message (`msg_blocks_too_long`) at an undocumented size above 11,000. */
  messageBlockText: 10_000,
  /** A whole view as JSON, in bytes. */
  viewBytes: 250_000,

  sectionText: 3_000,
  fields: 10,
  fieldText: 2_000,
  headerText: 150,
  contextElements: 10,
  /** Undocumented; Slack's limit for fields. */
  contextText: 2_000,
  actionsElements: 25,

  label: 2_000,
  hint: 2_000,
  placeholder: 150,
  inputText: 3_000,

  buttonText: 75,
  buttonValue: 2_000,
  accessibilityLabel: 75,
  url: 3_000,

  optionText: 75,
  /** Slack's pages say 75 in one place and 150 in another. */
  optionValue: 75,
  options: 100,
  optionGroups: 100,
  /** Checkboxes and radio buttons. */
  choices: 10,
  overflowOptions: 5,

  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,

  imageAlt: 2_000,
  imageTitle: 2_000,

  /** block_id, action_id, callback_id, external_id. */
  id: 255,
  /** Title, submit and close of a modal. */
  viewTitle: 24,
  privateMetadata: 3_000,
} as const;
