import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import { expect, test } from 'vitest';
import { contactSheet, DATA, type Data } from '../../sandbox/gallery/contact-sheet.ts';
import { SAMPLE_NOW } from '../../sandbox/gallery/samples.ts';
import type { Message } from '../../views/kit/blocks.ts';

// How Baton speaks, as far as a machine can see it, in every view with ordinary, the longest and the emptiest data.

type View = Message | ModalView | HomeView;

const shown = contactSheet().flatMap(({ name, ...drawn }) =>
  DATA.flatMap((data) => (drawn[data] ? [{ name: `${name} (${data})`, data, view: drawn[data].view }] : [])),
);
const messages = shown.flatMap(({ name, data, view }) => ('type' in view ? [] : [{ name, data, view }]));

/** Each object in a view, with the block that it is in. */
function* parts(
  value: unknown,
  block: KnownBlock | null = null,
): Generator<[Record<string, unknown>, KnownBlock | null]> {
  if (Array.isArray(value)) for (const each of value) yield* parts(each, block);
  else if (typeof value === 'object' && value !== null) {
    yield [value as Record<string, unknown>, block];
    for (const each of Object.values(value)) yield* parts(each, block);
  }
}

const partsOf = ({ blocks }: View): [Record<string, unknown>, KnownBlock | null][] =>
  blocks.flatMap((block) => [...parts(block, block as KnownBlock)]);

/** As it is read: dates by their fallback, people and channels by a sign. */
const asRead = (text: string): string =>
  text
    .replace(/<!date\^[^|]*\|([^>]*)>/g, '$1')
    .replace(/<[@#][^>]*>/g, '@')
    .replace(/<[^|>]*\|([^>]*)>/g, '$1')
    .replace(/[\u2066-\u2069]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const plain = (part: Record<string, unknown>): string | null => {
  const { text } = part;
  return typeof text === 'string' ? text : null;
};

const wordsOf = (view: View): string[] => [
  ...('type' in view || !view.text ? [] : [view.text]),
  ...partsOf(view).flatMap(([part]) => plain(part) ?? []),
];

/** What Baton itself says: what a person wrote is quoted, and a setting keeps its name at the command line. */
const ownWords = (text: string): string =>
  asRead(text)
    .split('\n')
    .filter((line) => !/^(?:>|At the command line this is )/.test(line))
    .join('\n');

const ofData = (wanted: Data) => shown.filter(({ data }) => data === wanted);

test('one button at most is green, and none in a list or in the body of a window', () => {
  const wrong = shown.flatMap(({ name, view }) => {
    const green = partsOf(view).filter(([part]) => part['type'] === 'button' && part['style'] === 'primary');
    const inRows = green.filter(([, block]) => block?.type === 'section');
    const most = 'type' in view && view.type === 'modal' ? 0 : 1;
    return green.length > most || inRows.length > 0
      ? [`${name}: ${green.length}, in rows ${inRows.length}`]
      : [];
  });
  expect(wrong).toEqual([]);
});

test('a button says what it does in 24 characters', () => {
  const wrong = shown.flatMap(({ name, view }) =>
    partsOf(view).flatMap(([part]) => {
      const text = part['type'] === 'button' ? (part['text'] as { text: string }).text : '';
      return [...text].length > 24 ? [`${name}: ${text}`] : [];
    }),
  );
  expect(wrong).toEqual([]);
});

test('what a lock screen shows is whole in 120 characters, and plain', () => {
  const wrong = messages.flatMap(({ name, view: { text } }) =>
    [...asRead(text)].length > 120 || /<[@#]|\*[^*\n]+\*|`|\b[CDGU]0[A-Z0-9]{4,}/.test(text)
      ? [`${name}: ${[...asRead(text)].length}: ${text}`]
      : [],
  );
  expect(wrong).toEqual([]);
});

/** What voice.md would not have Baton say, by what it says instead. */
const DONT: [RegExp, string][] = [
  [/\backnowledg/i, 'respond'],
  [/\bhas seen it\b/i, 'is on it'],
  [/\b(?:came|come|comes|went) back\b|\bback with\b|\breturned\b/i, 'asked for more'],
  [/\bresubmit|\banswer what was asked/i, 'add what’s missing, send again'],
  [/\banother receiver\b|\bpass(?:es|ed)? (?:\w+ )?on\b|\btook over\b/i, 'reassign'],
  [/\bst(?:and|ands|ood|anding) in\b/i, 'covering for'],
  [/\bfinish (?:it|H-)/i, 'log kickoff'],
  [/\bopen a risk\b|\bflag account risk\b/i, 'flag a risk'],
  [/\bclaim(?:s|ed)?\b|\bhas got it\b|\bnot taken\b/i, 'took it, is on it'],
  [/\b(?:somebody|nobody|anybody|everybody|whoever|whose it is)\b/i, 'a name, someone, no one, the owner'],
  [/\bstands? here\b|\bso that\b/i, 'everyday English'],
  [/\b(?:by|before) (?:today|tomorrow)\b/i, 'due'],
  [/\b(?:take|takes|taken|took) away\b/i, 'remove'],
  [/\bstale\b|\bfresh\b|\btoo old to count\b/i, 'up to date, out of date'],
  [/\b(?:a|the|this|that|your|whole) books?\b/i, 'accounts'],
  [/\bHealthy to (?:Watch|At risk|Critical)\b/, 'fell from healthy to at risk'],
  [/:warning:|⚠|✗|✓/, 'words'],
  [/\b(?:shown|listed|see|stands) (?:above|below|beside)\b/i, 'no place'],
  [/\bwe (?:could|will|can|are|have)\b/i, 'Baton'],
];

test('one thing has one word', () => {
  const wrong = ofData('normal').flatMap(({ name, view }) =>
    wordsOf(view).flatMap((text) => {
      const own = ownWords(text);
      return DONT.flatMap(([dont, say]) => {
        const found = dont.exec(own);
        return found
          ? [
              `${name}: “${found[0]}” (${say}) in: ${own.slice(Math.max(0, found.index - 40), found.index + 40)}`,
            ]
          : [];
      });
    }),
  );
  expect([...new Set(wrong)]).toEqual([]);
});

/** In a channel, a digest or an answer to one's own command there is room. */
const IS_DM =
  /^(?:request|receipt|returned|nudge|reminder|escalation|decide|proposed|feedback|reassigned|acknowledged|nudged|snoozed|risk: (?:request|reminder|nudge|escalation))/;

test('a DM asks within ten lines', () => {
  const wrong = messages
    .filter(({ name }) => IS_DM.test(name))
    .flatMap(({ name, view: { blocks } }) => {
      const buttons = blocks.findIndex(({ type }) => type === 'actions');
      if (buttons < 0) return [];
      const lines = blocks
        .slice(0, buttons)
        .flatMap((block) =>
          partsOf({ text: '', blocks: [block] } as Message).flatMap(([part]) => plain(part) ?? []),
        )
        .flatMap((text) => asRead(text).split('\n')).length;
      return lines > 10 ? [`${name}: ${lines} lines`] : [];
    });
  expect(wrong).toEqual([]);
});

test('no day that has passed is spoken of as to come', () => {
  const wrong = shown.flatMap(({ name, view }) =>
    wordsOf(view).flatMap((text) =>
      [...text.matchAll(/\b(due|until|by|before|next)\s+<!date\^(\d+)\^/gi)]
        .filter(([, , seconds]) => Number(seconds) * 1000 < SAMPLE_NOW.getTime())
        .map(([found]) => `${name}: ${found}`),
    ),
  );
  expect([...new Set(wrong)]).toEqual([]);
});
