import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { Fields } from '../../sandbox/rules/check.ts';
import { checkMessage } from '../../sandbox/rules/message.ts';
import { METHODS, scopesNeeded } from '../../sandbox/rules/methods.ts';
import { checkView } from '../../sandbox/rules/view.ts';

const words = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: words(`Sample ${value}`), value });
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const input = (element: Fields, more: Fields = {}) => ({
  type: 'input',
  label: words('Sample'),
  element,
  ...more,
});
const section = (accessory: Fields) => ({ type: 'section', text: words('Sample'), accessory });

const message = (...blocks: unknown[]) => checkMessage({ text: 'Sample', blocks });
const modal = (blocks: unknown[], more: Fields = {}) =>
  checkView({ type: 'modal', title: words('Sample'), submit: words('Save'), blocks, ...more }, 'modal');
const paths = (found: { path: string }[]) => found.map((each) => each.path);

/** One of every block and element that a message may hold. */
const everything: KnownBlock[] = [
  { type: 'header', text: { type: 'plain_text', text: 'Sample', emoji: true } },
  { type: 'divider', block_id: 'line' },
  { type: 'section', fields: [{ type: 'mrkdwn', text: '*Sample*', verbatim: true }], expand: true },
  {
    type: 'section',
    text: { type: 'mrkdwn', text: 'Sample <!here>' },
    accessory: { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'Sample' },
  },
  {
    type: 'context',
    elements: [
      { type: 'mrkdwn', text: 'Sample' },
      { type: 'image', slack_file: { id: 'F1' }, alt_text: 'a' },
    ],
  },
  { type: 'image', slack_file: { url: 'https://example.com/a.png' }, alt_text: 'Sample' },
  {
    type: 'actions',
    elements: [
      {
        type: 'button',
        text: { type: 'plain_text', text: 'Sample' },
        action_id: 'a',
        value: '1',
        style: 'danger',
        confirm: {
          title: { type: 'plain_text', text: 'Sure?' },
          text: { type: 'mrkdwn', text: 'Sample' },
          confirm: { type: 'plain_text', text: 'Yes' },
          deny: { type: 'plain_text', text: 'No' },
        },
      },
      { type: 'datepicker', action_id: 'b', initial_date: '2026-02-28' },
      { type: 'timepicker', action_id: 'c', initial_time: '23:59', timezone: 'Europe/Berlin' },
      { type: 'datetimepicker', action_id: 'd', initial_date_time: 1_790_000_000 },
      { type: 'users_select', action_id: 'e', initial_user: 'U1' },
      { type: 'multi_users_select', action_id: 'f', initial_users: ['U1'], max_selected_items: 1 },
      { type: 'conversations_select', action_id: 'g', filter: { include: ['public'] } },
      { type: 'multi_conversations_select', action_id: 'h', default_to_current_conversation: true },
      { type: 'channels_select', action_id: 'i', initial_channel: 'C1' },
      { type: 'multi_channels_select', action_id: 'j', initial_channels: ['C1'] },
      { type: 'external_select', action_id: 'k', min_query_length: 0 },
      { type: 'multi_external_select', action_id: 'l' },
      {
        type: 'overflow',
        action_id: 'm',
        options: [{ text: { type: 'plain_text', text: 'a' }, value: 'a' }],
      },
    ],
  },
  { type: 'markdown', text: '**Sample**' },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'Sample', style: { bold: true } },
          { type: 'user', user_id: 'U1' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'link', url: 'https://example.com' }] }],
      },
    ],
  },
  {
    type: 'table',
    rows: [
      [
        { type: 'raw_text', text: 'Account' },
        { type: 'raw_text', text: 'Seats' },
      ],
      [
        { type: 'raw_text', text: 'Sample' },
        { type: 'raw_number', value: 3, text: '3' },
      ],
    ],
    column_settings: [{ is_wrapped: true }, { align: 'right' }],
  },
];

describe('a message', () => {
  it('may hold every block and element that Slack documents for it', () => {
    expect(message(...everything)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['an unknown block', { type: 'sample' }, '/blocks/0/type'],
    ['an unknown property', { type: 'divider', text: 'Sample' }, '/blocks/0/text'],
    ['a missing property', { type: 'header' }, '/blocks/0'],
    ['a header in mrkdwn', { type: 'header', text: { type: 'mrkdwn', text: 'a' } }, '/blocks/0/text/type'],
    ['a long header', { type: 'header', text: words('a'.repeat(151)) }, '/blocks/0/text/text'],
    ['empty text', { type: 'section', text: words('') }, '/blocks/0/text/text'],
    ['a section with nothing', { type: 'section' }, '/blocks/0'],
    ['eleven fields', { type: 'section', fields: many(11, () => words('a')) }, '/blocks/0/fields'],
    ['a long field', { type: 'section', fields: [words('a'.repeat(2001))] }, '/blocks/0/fields/0/text'],
    ['a text field in a section', section({ type: 'plain_text_input' }), '/blocks/0/accessory/type'],
    [
      'a button in context',
      { type: 'context', elements: [{ type: 'button', text: words('a') }] },
      '/blocks/0/elements/0/type',
    ],
    ['an image in actions', { type: 'actions', elements: [{ type: 'image' }] }, '/blocks/0/elements/0/type'],
    ['no actions', { type: 'actions', elements: [] }, '/blocks/0/elements'],
    [
      'a long button',
      section({ type: 'button', text: words('a'.repeat(76)) }),
      '/blocks/0/accessory/text/text',
    ],
    ['a null', section({ type: 'button', text: words('a'), value: null }), '/blocks/0/accessory/value'],
    [
      'a script as link',
      section({ type: 'button', text: words('a'), url: 'javascript:a' }),
      '/blocks/0/accessory/url',
    ],
    [
      'a confirm without deny',
      section({
        type: 'button',
        text: words('a'),
        confirm: { title: words('a'), text: words('a'), confirm: words('a') },
      }),
      '/blocks/0/accessory/confirm',
    ],
    [
      'a day that does not exist',
      section({ type: 'datepicker', initial_date: '2026-02-30' }),
      '/blocks/0/accessory',
    ],
    ['a select without options', section({ type: 'static_select' }), '/blocks/0/accessory'],
    [
      '101 options',
      section({ type: 'static_select', options: many(101, (i) => option(`${i}`)) }),
      '/blocks/0/accessory/options',
    ],
    [
      '11 checkboxes',
      section({ type: 'checkboxes', options: many(11, (i) => option(`${i}`)) }),
      '/blocks/0/accessory/options',
    ],
    [
      '6 overflow options',
      section({ type: 'overflow', options: many(6, (i) => option(`${i}`)) }),
      '/blocks/0/accessory/options',
    ],
    [
      'a long option value',
      section({ type: 'overflow', options: [option('a'.repeat(76))] }),
      '/blocks/0/accessory/options/0',
    ],
    [
      'an initial option that differs',
      section({
        type: 'static_select',
        options: [option('a')],
        initial_option: { ...option('a'), text: words('b') },
      }),
      '/blocks/0/accessory/initial_option',
    ],
    [
      'nothing ticked as a list',
      section({ type: 'checkboxes', options: [option('a')], initial_options: [] }),
      '/blocks/0/accessory/initial_options',
    ],
    [
      'more chosen than allowed',
      section({ type: 'multi_users_select', initial_users: ['U1', 'U2'], max_selected_items: 1 }),
      '/blocks/0/accessory/initial_users',
    ],
    [
      'an image from two places',
      { type: 'image', alt_text: 'a', image_url: 'https://example.com', slack_file: { id: 'F1' } },
      '/blocks/0',
    ],
    [
      'a long alt text',
      { type: 'image', alt_text: 'a'.repeat(2001), image_url: 'https://example.com' },
      '/blocks/0/alt_text',
    ],
    ['uneven rows', { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }], []] }, '/blocks/0/rows'],
    [
      'a response address asked in a message',
      section({ type: 'channels_select', response_url_enabled: true }),
      '/blocks/0/accessory/response_url_enabled',
    ],
  ])('is refused for %s', (_, block, path) => {
    const found = message(block);
    expect(found.every((each) => each.rule === 'invalid_blocks')).toBe(true);
    expect(paths(found).some((each) => each.startsWith(path))).toBe(true);
  });

  it('has unique block ids, and unique action ids within a block only', () => {
    const button = { type: 'button', text: words('a'), action_id: 'a' };
    expect(paths(message({ type: 'divider', block_id: 'x' }, { type: 'divider', block_id: 'x' }))).toEqual([
      '/blocks/1/block_id',
    ]);
    expect(paths(message({ type: 'actions', elements: [button, button] }))).toEqual([
      '/blocks/0/elements/1/action_id',
    ]);
    expect(message(section(button), section(button))).toEqual([]);
  });

  it('has at most 50 blocks, one table and about 11,000 characters in them', () => {
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] };
    const long = { type: 'section', text: words('a'.repeat(3000)) };
    expect(message(...many(50, () => ({ type: 'divider' })))).toEqual([]);
    expect(message(...many(51, () => ({ type: 'divider' })))).toHaveLength(1);
    expect(message(table, table).map((each) => each.rule)).toEqual(['invalid_attachments']);
    expect(message(long, long, long, long).map((each) => each.rule)).toEqual(['msg_blocks_too_long']);
  });

  it('needs something to show, and less text when it is an update', () => {
    expect(checkMessage({})[0]?.rule).toBe('no_text');
    expect(checkMessage({ text: '', blocks: [] })[0]?.rule).toBe('no_text');
    expect(checkMessage({ blocks: [{ type: 'divider' }] })).toEqual([]);
    expect(checkMessage({ text: 'a'.repeat(4001) })).toEqual([]);
    expect(checkMessage({ text: 'a'.repeat(4001) }, 'update')[0]?.rule).toBe('msg_too_long');
    expect(checkMessage({ text: 'a'.repeat(40_001) })[0]?.rule).toBe('msg_too_long');
  });

  it('takes only a message ts as its thread', () => {
    expect(checkMessage({ text: 'a', thread_ts: '1700000000.000100' })).toEqual([]);
    expect(checkMessage({ text: 'a', thread_ts: '1700000000' })[0]?.rule).toBe('invalid_thread_ts');
  });
});

describe('a modal', () => {
  it('may hold every kind of input', () => {
    const options = [option('a'), option('b')];
    const elements: Fields[] = [
      {
        type: 'plain_text_input',
        multiline: true,
        min_length: 1,
        max_length: 5,
        initial_value: 'abc',
        focus_on_load: true,
      },
      { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '5', initial_value: '3' },
      { type: 'email_text_input' },
      { type: 'url_text_input', dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] } },
      { type: 'checkboxes', options: [{ ...option('a'), text: { type: 'mrkdwn', text: '*a*' } }] },
      { type: 'radio_buttons', options, initial_option: option('b') },
      {
        type: 'static_select',
        option_groups: [{ label: words('Sample'), options }],
        initial_option: option('a'),
      },
      { type: 'multi_static_select', options, initial_options: [option('b')] },
      { type: 'conversations_select', response_url_enabled: true },
    ];
    expect(modal(elements.map((each) => input(each, { hint: words('Sample'), optional: true })))).toEqual([]);
  });

  it('needs submit only when it has inputs', () => {
    expect(modal([input({ type: 'email_text_input' })], { submit: undefined })).toHaveLength(1);
    expect(modal([{ type: 'divider' }], { submit: undefined })).toEqual([]);
  });

  it.each<[string, unknown[], Fields, string]>([
    ['a long title', [{ type: 'divider' }], { title: words('a'.repeat(25)) }, '/view/title/text'],
    [
      'long metadata',
      [{ type: 'divider' }],
      { private_metadata: 'a'.repeat(3001) },
      '/view/private_metadata',
    ],
    ['a long callback_id', [{ type: 'divider' }], { callback_id: 'a'.repeat(256) }, '/view/callback_id'],
    ['an unknown property', [{ type: 'divider' }], { hash: 'a' }, '/view/hash'],
    ['no blocks', [], {}, '/view/blocks'],
    ['101 blocks', many(101, () => ({ type: 'divider' })), {}, '/view/blocks'],
    ['a table', [{ type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] }], {}, '/view/blocks/0/type'],
    ['a button as input', [input({ type: 'button', text: words('a') })], {}, '/view/blocks/0/element/type'],
    [
      'a long placeholder',
      [input({ type: 'plain_text_input', placeholder: words('a'.repeat(151)) })],
      {},
      '/view/blocks/0/element/placeholder/text',
    ],
    [
      'more than max_length',
      [input({ type: 'plain_text_input', max_length: 2, initial_value: 'abc' })],
      {},
      '/view/blocks/0/element/initial_value',
    ],
    [
      'a number out of range',
      [input({ type: 'number_input', is_decimal_allowed: true, initial_value: '9', max_value: '5' })],
      {},
      '/view/blocks/0/element/max_value',
    ],
    [
      'two in focus',
      many(2, () => input({ type: 'email_text_input', focus_on_load: true })),
      {},
      '/view/blocks/1/element/focus_on_load',
    ],
  ])('is refused for %s', (_, blocks, more, path) => {
    expect(paths(modal(blocks, more))).toEqual([path]);
  });

  it('is at most 250 KB', () => {
    const long = { type: 'section', text: words('a'.repeat(2990)) };
    expect(modal(many(90, () => long)).map((each) => each.rule)).toEqual(['view_too_large']);
  });
});

describe('the Home tab', () => {
  it('has neither title, submit nor close', () => {
    const blocks = [{ type: 'divider' }];
    expect(checkView({ type: 'home', blocks }, 'home')).toEqual([]);
    expect(paths(checkView({ type: 'home', blocks, submit: words('Save') }, 'home'))).toEqual([
      '/view/submit',
    ]);
    expect(checkView({ type: 'modal', title: words('a'), blocks }, 'home')).not.toEqual([]);
  });
});

describe('the methods', () => {
  it('each have a limit', () => {
    for (const [name, { rates }] of Object.entries(METHODS)) expect(rates.length, name).toBeGreaterThan(0);
  });

  it('need the scope of the conversation they read', () => {
    expect(scopesNeeded('conversations.history', 'private')).toEqual(['groups:history']);
    expect(scopesNeeded('conversations.info')).toContain('channels:read');
    expect(scopesNeeded('conversations.open', 'im')).toEqual(['im:write']);
    expect(scopesNeeded('views.open')).toEqual([]);
  });
});
