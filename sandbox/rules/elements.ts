// Block elements: https://docs.slack.dev/reference/block-kit/block-elements

import {
  type Also,
  boolean,
  type Check,
  integer,
  list,
  needs,
  object,
  oneOf,
  optional,
  string,
} from './check.ts';
import { day, initialAmongOptions, lengths, noMoreThanAllowed, range } from './initial.ts';
import {
  anyText,
  confirm,
  conversationFilter,
  dispatchActionConfig,
  id,
  optionGroup,
  overflowOption,
  plainOption,
  plainText,
  richOption,
  slackFile,
  webAddress,
} from './objects.ts';

type Shape = Record<string, Check>;

const action = { action_id: optional(id) };
const asks = { confirm: optional(confirm) };
const focus = { focus_on_load: optional(boolean) };
const placeholder = { placeholder: optional(plainText(150)) };
const several = { max_selected_items: optional(integer(1, 100)) };
const dispatches = { dispatch_action_config: optional(dispatchActionConfig) };
const style = { style: optional(oneOf('primary', 'danger')) };

const element = (type: string, shape: Shape, ...also: Also[]): Check =>
  object({ type: oneOf(type), ...shape }, ...also);

const select = (type: string, shape: Shape, ...also: Also[]) =>
  element(type, { ...action, ...asks, ...focus, ...placeholder, ...shape }, ...also);

const multi = (type: string, shape: Shape, ...also: Also[]) =>
  select(type, { ...several, ...shape }, ...also);

const optionsOrGroups = {
  options: optional(list(plainOption, 1, 100)),
  option_groups: optional(list(optionGroup, 1, 100)),
};
const conversations = {
  default_to_current_conversation: optional(boolean),
  filter: optional(conversationFilter),
};
const responds = { response_url_enabled: optional(boolean) };

const decimal = string(255, { pattern: /^-?\d+(\.\d+)?$/, expected: 'a number in a string' });

export const imageSource = {
  image_url: optional(webAddress(3000)),
  slack_file: optional(slackFile),
  alt_text: string(2000),
};
export const oneImage = needs('exactly one of', 'image_url', 'slack_file');

/** Every element this sandbox knows, with the rules of each. Where it may stand is decided in blocks.ts. */
export const ELEMENTS: Record<string, Check> = {
  button: element('button', {
    ...action,
    ...asks,
    ...style,
    text: plainText(75),
    value: optional(string(2000)),
    url: optional(webAddress(3000)),
    accessibility_label: optional(string(75)),
  }),
  image: element('image', imageSource, oneImage),
  overflow: element('overflow', { ...action, ...asks, options: list(overflowOption, 1, 5) }),
  static_select: select(
    'static_select',
    { ...optionsOrGroups, initial_option: optional(plainOption) },
    needs('exactly one of', 'options', 'option_groups'),
    initialAmongOptions,
  ),
  multi_static_select: multi(
    'multi_static_select',
    { ...optionsOrGroups, initial_options: optional(list(plainOption, 1, 100)) },
    needs('exactly one of', 'options', 'option_groups'),
    initialAmongOptions,
    noMoreThanAllowed,
  ),
  external_select: select('external_select', {
    initial_option: optional(plainOption),
    min_query_length: optional(integer(0, 255)),
  }),
  multi_external_select: multi(
    'multi_external_select',
    { initial_options: optional(list(plainOption, 1, 100)), min_query_length: optional(integer(0, 255)) },
    noMoreThanAllowed,
  ),
  users_select: select('users_select', { initial_user: optional(id) }),
  multi_users_select: multi(
    'multi_users_select',
    { initial_users: optional(list(id, 1, 100)) },
    noMoreThanAllowed,
  ),
  conversations_select: select('conversations_select', {
    ...conversations,
    ...responds,
    initial_conversation: optional(id),
  }),
  multi_conversations_select: multi(
    'multi_conversations_select',
    { ...conversations, initial_conversations: optional(list(id, 1, 100)) },
    noMoreThanAllowed,
  ),
  channels_select: select('channels_select', { ...responds, initial_channel: optional(id) }),
  multi_channels_select: multi(
    'multi_channels_select',
    { initial_channels: optional(list(id, 1, 100)) },
    noMoreThanAllowed,
  ),
  datepicker: select('datepicker', { initial_date: optional(string(10)) }, day),
  timepicker: select('timepicker', {
    initial_time: optional(
      string(5, { pattern: /^([01]\d|2[0-3]):[0-5]\d$/, expected: 'a time in the format HH:mm' }),
    ),
    timezone: optional(string(255)),
  }),
  datetimepicker: element('datetimepicker', {
    ...action,
    ...asks,
    ...focus,
    initial_date_time: optional(integer(1_000_000_000, 9_999_999_999)),
  }),
  checkboxes: element(
    'checkboxes',
    {
      ...action,
      ...asks,
      ...focus,
      options: list(richOption, 1, 10),
      initial_options: optional(list(richOption, 1, 10)),
    },
    initialAmongOptions,
  ),
  radio_buttons: element(
    'radio_buttons',
    {
      ...action,
      ...asks,
      ...focus,
      options: list(richOption, 1, 10),
      initial_option: optional(richOption),
    },
    initialAmongOptions,
  ),
  plain_text_input: element(
    'plain_text_input',
    {
      ...action,
      ...focus,
      ...placeholder,
      ...dispatches,
      initial_value: optional(string(3000)),
      multiline: optional(boolean),
      min_length: optional(integer(0, 3000)),
      max_length: optional(integer(1, 3000)),
    },
    lengths,
  ),
  number_input: element(
    'number_input',
    {
      ...action,
      ...focus,
      ...placeholder,
      ...dispatches,
      is_decimal_allowed: boolean,
      initial_value: optional(decimal),
      min_value: optional(decimal),
      max_value: optional(decimal),
    },
    range,
  ),
  email_text_input: element('email_text_input', {
    ...action,
    ...focus,
    ...placeholder,
    ...dispatches,
    initial_value: optional(string(3000)),
  }),
  url_text_input: element('url_text_input', {
    ...action,
    ...focus,
    ...placeholder,
    ...dispatches,
    initial_value: optional(string(3000)),
  }),
  plain_text: anyText(3000),
  mrkdwn: anyText(3000),
};
