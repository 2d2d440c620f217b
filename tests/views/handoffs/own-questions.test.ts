import { expect, test } from 'vitest';
import { contactSheet, DATA } from '../../../sandbox/gallery/contact-sheet.ts';
import { everyOwnQuestion, SAMPLE_LISTS } from '../../../sandbox/gallery/question-samples.ts';
import { AMPERSANDS, EMOJI, longestHandoff, longestScreen, MIXED } from '../../../sandbox/gallery/samples.ts';
import { wrongWith } from '../../../sandbox/gallery/wrong-with.ts';
import { whyNotAsked } from '../../../src/handoffs/questions/question-list.ts';

test.each([
  ['mixed', MIXED],
  ['ampersands', AMPERSANDS],
  ['emoji', EMOJI],
])('as many and as long questions as there can be fit every view, in %s', (_, filler) => {
  const { longest } = SAMPLE_LISTS(filler);
  expect(whyNotAsked('sales_to_cs', longest)).toBeNull();
  const views = everyOwnQuestion(longestScreen(filler), longestHandoff(filler), longest, filler);
  const wrong = Object.entries(views).map(([name, view]) => [name, wrongWith(view)]);
  expect(Object.fromEntries(wrong)).toEqual(Object.fromEntries(Object.keys(views).map((name) => [name, []])));
});

test('every window of the questions is one that Slack takes', () => {
  const shown = contactSheet().filter(({ name }) => /^(?:own questions|setup: .*question)/.test(name));
  expect(shown.length).toBeGreaterThan(10);
  const problems = shown.flatMap(({ name, ...drawn }) =>
    DATA.flatMap((data) => (drawn[data]?.problems ?? []).map((problem) => `${name} (${data}): ${problem}`)),
  );
  expect(problems).toEqual([]);
});
