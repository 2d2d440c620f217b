import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMessage } from '../../../sandbox/rules/message.ts';
import { checkView } from '../../../sandbox/rules/view.ts';
import {
  actions,
  context,
  divider,
  fields,
  header,
  home,
  image,
  input,
  message,
  modal,
  section,
} from '../../../views/kit/blocks.ts';
import { day, utcText, when } from '../../../views/kit/dates.ts';
import {
  button,
  checkboxes,
  confirm,
  datePicker,
  externalSelect,
  option,
  overflow,
  radios,
  select,
  textInput,
  userSelect,
  usersSelect,
} from '../../../views/kit/elements.ts';
import { bold, lines, link, listed, listedMarkup, md, mention, quote } from '../../../views/kit/text.ts';
import { validateMessage, validateView } from '../../../views/kit/validate.ts';

/** Every text a person can bring: any UTF-16 units, markup, entities, long runs, clusters of characters. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
    .map((units) => String.fromCharCode(...units)),
  fc
    .tuple(
      fc.constantFrom(
        '&',
        '<',
        '>',
        '<!channel>',
        '&amp;',
        '👩‍👩‍👧',
        'e\u0301',
        '*',
        '|',
        ' ',
        '\u0000',
        '\ud83d',
        'a',
      ),
      fc.nat(5000),
    )
    .map(([text, times]) => text.repeat(times)),
);

const sampleDate = new Date('2026-12-03T14:05:00Z');

const shown = (text: string): KnownBlock[] => [
  header(text, 'top'),
  section(md`*Sample* ${text} ${when(sampleDate)}`, {
    id: 'first',
    accessory: button({ action: 'a', text, label: text, value: '1' }),
  }),
  section(bold(text)),
  divider(),
  context(md`${text}`, listedMarkup([mention('U1'), text]), link(text, text)),
  image('F1', text),
  actions(
    'row',
    button({
      action: 'b',
      text,
      style: 'primary',
      confirm: confirm({ title: text, text, yes: text, no: text }),
    }),
    overflow('c', [option('1', text, text), option('2', text)]),
  ),
];

const asked = (text: string): KnownBlock[] => [
  input({
    id: 'i1',
    label: text,
    hint: text,
    element: textInput({ action: 'a', placeholder: text, initial: text, multiline: true }),
  }),
  input({ id: 'i2', label: text, element: textInput({ action: 'a', initial: text, max: 40 }) }),
  input({
    id: 'i3',
    label: text,
    element: select({ action: 'a', options: [option('1', text), option('2', text)], initial: '2' }),
  }),
  input({
    id: 'i4',
    label: text,
    element: radios({ action: 'a', options: [option('1', text, text)], initial: 'gone' }),
  }),
  input({
    id: 'i5',
    label: text,
    element: checkboxes({ action: 'a', options: [option('1', text)], initial: ['1'] }),
  }),
  input({
    id: 'i6',
    label: text,
    element: externalSelect({ action: 'a', placeholder: text, initial: option('1', text) }),
    dispatch: true,
  }),
  input({ id: 'i7', label: text, element: userSelect({ action: 'a', initial: 'U1' }) }),
  input({ id: 'i8', label: text, element: usersSelect({ action: 'a', initial: [], max: 3 }) }),
  input({
    id: 'i9',
    label: text,
    element: datePicker({ action: 'a', initial: '2026-12-03' }),
    optional: false,
  }),
];

describe('any text through the kit', () => {
  it('makes a message that Baton and Slack both accept', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const sent = message(md`${text}`, shown(text.slice(0, 250)));
        validateMessage(sent);
        expect(checkMessage({ ...sent }, 'update')).toEqual([]);
      }),
    );
  });

  it('makes a long section, fields and a quote that both accept', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const block of [section(md`${text}`), section(quote(text)), fields([bold(text), md`${text}`])]) {
          const sent = message(md`${quote(text)}`, [block]);
          validateMessage(sent);
          expect(checkMessage({ ...sent }, 'update')).toEqual([]);
        }
      }),
    );
  });

  it('makes a modal and a Home tab that both accept', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const blocks = [...shown(text), ...asked(text)];
        const asModal = modal({
          callback: 'sample',
          title: text,
          submit: text,
          close: text,
          metadata: '{}',
          blocks,
        });
        validateView(asModal);
        validateView(home(blocks));
        expect(checkView(asModal, 'modal')).toEqual([]);
        expect(checkView(home(blocks), 'home')).toEqual([]);
      }),
    );
  });

  it('never becomes a mention, a link or a date, and never loses half a character', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: written } = section(md`${text}`) as { text: { text: string } };
        expect(written.text).not.toMatch(/[<>]|&(?!(amp|lt|gt);)|\p{Cs}/u);
      }),
    );
  });
});

const ok = section(md`Sample`);
const hand = (block: unknown): KnownBlock => block as KnownBlock;

describe('a message is refused', () => {
  it.each<[string, { text: string; blocks: KnownBlock[] }, RegExp]>([
    ['without text', { text: ' ', blocks: [ok] }, /text: empty/],
    ['with text over 4,000', { text: 'a'.repeat(4001), blocks: [] }, /text: longer than 4000/],
    ['that calls everybody', { text: 'Hello <!here>', blocks: [] }, /everybody/],
    [
      'that calls everybody in a block',
      { text: 'a', blocks: [hand({ type: 'section', text: { type: 'mrkdwn', text: '<!channel|x>' } })] },
      /blocks\[0\]\.text: calls everybody/,
    ],
    ['with 51 blocks', { text: 'a', blocks: Array.from({ length: 51 }, divider) }, /more than 50/],
    [
      'with over 10,000 characters in blocks',
      { text: 'a', blocks: Array.from({ length: 4 }, () => section(md`${'a'.repeat(2900)}`)) },
      /10000/,
    ],
    [
      'with an id used twice',
      { text: 'a', blocks: [header('a', 'x'), header('b', 'x')] },
      /block_id used twice/,
    ],
    [
      'with an action used twice',
      {
        text: 'a',
        blocks: [actions('x', button({ action: 'a', text: 'a' }), button({ action: 'a', text: 'b' }))],
      },
      /action_id used twice/,
    ],
    [
      'with an option value that is too long',
      { text: 'a', blocks: [actions('x', overflow('a', [option('v'.repeat(76), 'a')]))] },
      /longer than 75/,
    ],
    [
      'with 6 overflow options',
      {
        text: 'a',
        blocks: [
          actions(
            'x',
            overflow(
              'a',
              Array.from({ length: 6 }, (_, i) => option(`${i}`, 'a')),
            ),
          ),
        ],
      },
      /more than 5/,
    ],
    ['with no context', { text: 'a', blocks: [context()] }, /nothing in it/],
    [
      'with an unnamed button',
      {
        text: 'a',
        blocks: [actions('x', hand({ type: 'button', text: { type: 'plain_text', text: 'a' } }) as never)],
      },
      /action_id: empty/,
    ],
    [
      'with a block Baton does not use',
      { text: 'a', blocks: [hand({ type: 'video' })] },
      /not a kind of block/,
    ],
  ])('%s', (_, sent, reason) => {
    expect(() => validateMessage(sent)).toThrow(reason);
  });

  it('without a word of it in the error', () => {
    const sent = {
      text: 'Sample customer',
      blocks: [hand({ type: 'header', text: { type: 'plain_text', text: 'Sample customer '.repeat(20) } })],
    };
    expect(() => validateMessage(sent)).toThrow(/^((?!customer).)*$/);
  });
});

describe('a view is refused', () => {
  const asking = input({ id: 'i', label: 'a', element: textInput({ action: 'a' }) });
  it.each<[string, Parameters<typeof validateView>[0], RegExp]>([
    ['with inputs and no submit', modal({ callback: 'c', title: 'a', blocks: [asking] }), /submit: missing/],
    [
      'with long metadata',
      modal({ callback: 'c', title: 'a', metadata: 'a'.repeat(3001), blocks: [ok] }),
      /private_metadata: longer than 3000/,
    ],
    ['with 101 blocks', home(Array.from({ length: 101 }, divider)), /more than 100/],
    ['with no blocks', home([]), /none/],
    [
      'with a long title',
      { type: 'modal', title: { type: 'plain_text', text: 'a'.repeat(25) }, blocks: [ok] },
      /title: longer than 24/,
    ],
    ['over 250 KB', home(Array.from({ length: 90 }, () => section(md`${'a'.repeat(2990)}`))), /250000 bytes/],
  ])('%s', (_, view, reason) => {
    expect(() => validateView(view)).toThrow(reason);
  });
});

describe('words', () => {
  it('are joined, and dates are written, the same way everywhere', () => {
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
    expect(listed(['a'])).toBe('a');
    expect(listed([])).toBe('');
    expect(day('2026-12-03')).toBe('Dec 3, 2026');
    expect(utcText(sampleDate)).toBe('Dec 3, 2026 at 2:05 PM UTC');
    expect(message(when(sampleDate), []).text).toBe(
      '<!date^1796306700^{date_short_pretty} at {time}|Dec 3, 2026 at 2:05 PM UTC>',
    );
    expect(message(lines([md`a`, md`b`]), []).text).toBe('a\nb');
  });
});
