// Composition objects: https://docs.slack.dev/reference/block-kit/composition-objects
import { boolean, byType, type Check, list, needs, object, oneOf, optional, string } from './check.ts';

export const id = string(255);
export const webAddress = (max: number): Check =>
  string(max, { pattern: /^https?:\/\/\S+$/, expected: 'an http or https URL' });

export const plainText = (max: number): Check =>
  object({ type: oneOf('plain_text'), text: string(max), emoji: optional(boolean) });

const mrkdwn = (max: number): Check =>
  object({ type: oneOf('mrkdwn'), text: string(max), verbatim: optional(boolean) });

export const anyText = (max: number): Check =>
  byType({ plain_text: plainText(max), mrkdwn: mrkdwn(max) }, 'a text object');

/** Slack's pages disagree whether an option's value may have 75 or 150 characters: the smaller holds. */
const option = (text: Check): Check =>
  object({ text, value: string(75), description: optional(plainText(75)) });

export const plainOption = option(plainText(75));
/** Checkboxes and radio buttons: text and description may be mrkdwn. */
export const richOption: Check = object({
  text: anyText(75),
  value: string(75),
  description: optional(anyText(75)),
});
export const overflowOption: Check = object({
  text: plainText(75),
  value: string(75),
  description: optional(plainText(75)),
  url: optional(webAddress(3000)),
});

export const optionGroup: Check = object({ label: plainText(75), options: list(plainOption, 1, 100) });

export const confirm: Check = object({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: optional(oneOf('primary', 'danger')),
});

export const conversationFilter: Check = object(
  {
    include: optional(list(oneOf('im', 'mpim', 'private', 'public'), 1, 4)),
    exclude_external_shared_channels: optional(boolean),
    exclude_bot_users: optional(boolean),
  },
  needs('at least one of', 'include', 'exclude_external_shared_channels', 'exclude_bot_users'),
);

export const dispatchActionConfig: Check = object({
  trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 1, 2),
});

export const slackFile: Check = object(
  { id: optional(id), url: optional(webAddress(3000)) },
  needs('exactly one of', 'id', 'url'),
);
