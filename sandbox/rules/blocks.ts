// Blocks: https://docs.slack.dev/reference/block-kit/blocks
import {
  type Also,
  boolean,
  byType,
  type Check,
  finite,
  list,
  needs,
  object,
  oneOf,
  optional,
  string,
} from './check.ts';
import { ELEMENTS, imageSource, oneImage } from './elements.ts';
import { anyText, id, plainText } from './objects.ts';
import { richText } from './rich-text.ts';

export type Surface = 'message' | 'modal' | 'home';

const SELECTS = [
  'static_select',
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
];
const MENUS = [...SELECTS, ...SELECTS.map((each) => `multi_${each}`)];
const CHOICES = [...MENUS, 'checkboxes', 'radio_buttons', 'datepicker', 'timepicker'];

function elements(where: string, ...types: string[]): Check {
  const allowed = types.map((type): [string, Check] => {
    const check = ELEMENTS[type];
    if (!check) throw new Error(`no rules for ${type}`);
    return [type, check];
  });
  return byType(Object.fromEntries(allowed), where);
}

const inSection = elements('in a section', ...CHOICES, 'button', 'overflow', 'image');
const inActions = elements('in actions', ...CHOICES, 'button', 'overflow', 'datetimepicker');
const inContext = elements('in context', 'plain_text', 'mrkdwn', 'image');
const inInput = elements(
  'in an input',
  ...CHOICES,
  'datetimepicker',
  'plain_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
);

const block = (type: string, shape: Record<string, Check>, ...also: Also[]): Check =>
  object({ type: oneOf(type), block_id: optional(id), ...shape }, ...also);

const cell = byType(
  {
    raw_text: object({ type: oneOf('raw_text'), text: string(10_000) }),
    raw_number: object({ type: oneOf('raw_number'), value: finite, text: string(10_000) }),
    rich_text: richText,
  },
  'in a table',
);

const evenRows: Also = (value, path, report) => {
  const rows = Array.isArray(value['rows']) ? value['rows'] : [];
  const widths = new Set(rows.map((row) => (Array.isArray(row) ? row.length : 0)));
  if (widths.size > 1) report(`${path}/rows`, 'every row must have the same number of cells');
};

const EVERYWHERE: Record<string, Check> = {
  divider: block('divider', {}),
  header: block('header', { text: plainText(150) }),
  section: block(
    'section',
    {
      text: optional(anyText(3000)),
      fields: optional(list(anyText(2000), 1, 10)),
      accessory: optional(inSection),
      expand: optional(boolean),
    },
    needs('at least one of', 'text', 'fields'),
  ),
  context: block('context', { elements: list(inContext, 1, 10) }),
  actions: block('actions', { elements: list(inActions, 1, 25) }),
  image: block('image', { ...imageSource, title: optional(plainText(2000)) }, oneImage),
  input: block('input', {
    label: plainText(2000),
    element: inInput,
    hint: optional(plainText(2000)),
    optional: optional(boolean),
    dispatch_action: optional(boolean),
  }),
  rich_text: richText,
};

const MESSAGES_ONLY: Record<string, Check> = {
  markdown: block('markdown', { text: string(12_000) }),
  table: block(
    'table',
    {
      rows: list(list(cell, 1, 20), 1, 100),
      column_settings: optional(
        list(
          object({ align: optional(oneOf('left', 'center', 'right')), is_wrapped: optional(boolean) }),
          1,
          20,
        ),
      ),
    },
    evenRows,
  ),
};

/** What each surface takes. */
export const BLOCKS: Record<Surface, Check> = {
  message: byType({ ...EVERYWHERE, ...MESSAGES_ONLY }, 'in a message'),
  modal: byType(EVERYWHERE, 'in a modal'),
  home: byType(EVERYWHERE, 'on the Home tab'),
};
