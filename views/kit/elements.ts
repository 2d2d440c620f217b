import type {
  Button,
  Checkboxes,
  Confirm,
  ConversationsSelect,
  Datepicker,
  ExternalSelect,
  MultiStaticSelect,
  MultiUsersSelect,
  Overflow,
  PlainTextInput,
  PlainTextOption,
  RadioButtons,
  StaticSelect,
  UsersSelect,
} from '@slack/types';
import { clip } from './clip.ts';
import { LIMITS } from './limits.ts';
import { clean, plain } from './text.ts';

interface Field {
  action: string;
  placeholder?: string;
}

const field = ({ action, placeholder }: Field) => ({
  action_id: action,
  ...(placeholder !== undefined && { placeholder: plain(placeholder, LIMITS.placeholder) }),
});

export function button(options: {
  action: string;
  text: string;
  /** An id, at most with a version: never state that the database holds. */
  value?: string;
  url?: string;
  style?: 'primary' | 'danger';
  /** What a screen reader says, where `text` alone would not tell one button from the next. */
  label?: string;
  confirm?: Confirm;
}): Button {
  const { action, text, label, ...rest } = options;
  return {
    type: 'button',
    action_id: action,
    text: plain(text, LIMITS.buttonText),
    ...rest,
    ...(label !== undefined && { accessibility_label: plain(label, LIMITS.accessibilityLabel).text }),
  };
}

/** Slack's types take markup in `text`, its documentation asks for plain text. */
export function confirm(options: { title: string; text: string; yes: string; no: string }): Confirm {
  return {
    title: plain(options.title, LIMITS.confirmTitle),
    text: plain(options.text, LIMITS.confirmText),
    confirm: plain(options.yes, LIMITS.confirmButton),
    deny: plain(options.no, LIMITS.confirmButton),
  };
}

/** `value` is an id and is never cut: the validator refuses one that is too long. */
export function option(value: string, text: string, description?: string): PlainTextOption {
  return {
    text: plain(text, LIMITS.optionText),
    value,
    ...(description !== undefined && { description: plain(description, LIMITS.optionText) }),
  };
}

/** Slack takes only an initial option that equals an offered one; a value no longer offered chooses nothing. */
const chosen = (options: PlainTextOption[], value: string | undefined) => {
  const found = options.find((each) => each.value === value);
  return found && { initial_option: found };
};

export function select(choice: Field & { options: PlainTextOption[]; initial?: string }): StaticSelect {
  const { options, initial } = choice;
  return { type: 'static_select', ...field(choice), options, ...chosen(options, initial) };
}

/** The same, by group. */
export function groupedSelect(
  choice: Field & { groups: { label: string; options: PlainTextOption[] }[]; initial?: string },
): StaticSelect {
  const { groups, initial } = choice;
  return {
    type: 'static_select',
    ...field(choice),
    option_groups: groups.map(({ label, options }) => ({ label: plain(label, LIMITS.optionText), options })),
    ...chosen(
      groups.flatMap(({ options }) => options),
      initial,
    ),
  };
}

/** The same, to choose several. */
export function multiSelect(
  choice: Field & { options: PlainTextOption[]; max?: number; initial?: string[] },
): MultiStaticSelect {
  const { options, max, initial = [] } = choice;
  const picked = options.filter((each) => each.value !== undefined && initial.includes(each.value));
  return {
    type: 'multi_static_select',
    ...field(choice),
    options,
    ...(max !== undefined && { max_selected_items: max }),
    ...(picked.length > 0 && { initial_options: picked }),
  };
}

export function radios(choice: {
  action: string;
  options: PlainTextOption[];
  initial?: string;
}): RadioButtons {
  const { action, options, initial } = choice;
  return { type: 'radio_buttons', action_id: action, options, ...chosen(options, initial) };
}

export function checkboxes(choice: {
  action: string;
  options: PlainTextOption[];
  initial?: string[];
}): Checkboxes {
  const { action, options, initial = [] } = choice;
  const ticked = options.filter((each) => each.value !== undefined && initial.includes(each.value));
  return {
    type: 'checkboxes',
    action_id: action,
    options,
    ...(ticked.length > 0 && { initial_options: ticked }),
  };
}

export function overflow(action: string, options: PlainTextOption[]): Overflow {
  return { type: 'overflow', action_id: action, options };
}

/** Options are asked from Baton while the person types, from the first letter on unless told otherwise. */
export function externalSelect(
  choice: Field & { initial?: PlainTextOption; minQueryLength?: number },
): ExternalSelect {
  return {
    type: 'external_select',
    ...field(choice),
    min_query_length: choice.minQueryLength ?? 1,
    ...(choice.initial && { initial_option: choice.initial }),
  };
}

export function userSelect(choice: Field & { initial?: string }): UsersSelect {
  return { type: 'users_select', ...field(choice), ...(choice.initial && { initial_user: choice.initial }) };
}

export function usersSelect(choice: Field & { initial?: string[]; max?: number }): MultiUsersSelect {
  return {
    type: 'multi_users_select',
    ...field(choice),
    ...(choice.max !== undefined && { max_selected_items: choice.max }),
    ...(choice.initial?.length && { initial_users: choice.initial }),
  };
}

/** A channel that the person reads. Slack leaves out those shared with another company, which are refused besides. */
export function channelSelect(choice: Field & { initial?: string }): ConversationsSelect {
  return {
    type: 'conversations_select',
    ...field(choice),
    filter: {
      include: ['public', 'private'],
      exclude_external_shared_channels: true,
      exclude_bot_users: true,
    },
    ...(choice.initial && { initial_conversation: choice.initial }),
  };
}

/** `initial` is a calendar date, 'YYYY-MM-DD'. */
export function datePicker(choice: Field & { initial?: string }): Datepicker {
  return { type: 'datepicker', ...field(choice), ...(choice.initial && { initial_date: choice.initial }) };
}

export function textInput(
  choice: Field & { initial?: string; multiline?: boolean; max?: number },
): PlainTextInput {
  const max = choice.max ?? LIMITS.inputText;
  const initial = clean(choice.initial ?? '');
  return {
    type: 'plain_text_input',
    ...field(choice),
    max_length: max,
    ...(choice.multiline && { multiline: true }),
    ...(initial && { initial_value: clip(initial, max) }),
  };
}
