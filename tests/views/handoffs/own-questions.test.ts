import { expect, test } from 'vitest';
import { contactSheet, DATA } from '../../../sandbox/gallery/contact-sheet.ts';
import { everyOwnQuestion, SAMPLE_LISTS } from '../../../sandbox/gallery/question-samples.ts';
import { AMPERSANDS, EMOJI, longestHandoff, longestScreen, MIXED } from '../../../sandbox/gallery/samples.ts';
import { wrongWith } from '../../../sandbox/gallery/wrong-with.ts';
import { EMPTY_BRIEF } from '../../../src/handoffs/brief/brief.ts';
import { whyNotAsked } from '../../../src/handoffs/questions/question-list.ts';
import { questionInput } from '../../../views/handoffs/brief/question-input.ts';

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

test('a line that is asked as a day by now is no date in its picker', () => {
  const question = {
    ...{ key: 'own_start', label: 'Sample start', hint: '', missing: 'Sample' },
    answer: 'day' as const,
  };
  const pickerOf = (answer: { text?: string; day?: string }) =>
    JSON.stringify(
      questionInput(
        { ...EMPTY_BRIEF, own: { own_start: { label: 'Sample start', ...answer } } },
        question,
        undefined,
      ),
    );
  expect(pickerOf({ text: 'in spring' })).not.toContain('initial_date');
  expect(pickerOf({ day: '2027-03-01' })).toContain('"initial_date":"2027-03-01"');
});

test('every window of the questions is one that Slack takes', () => {
  const shown = contactSheet().filter(({ name }) => /^(?:own questions|setup: .*question)/.test(name));
  expect(shown.length).toBeGreaterThan(10);
  const problems = shown.flatMap(({ name, ...drawn }) =>
    DATA.flatMap((data) => (drawn[data]?.problems ?? []).map((problem) => `${name} (${data}): ${problem}`)),
  );
  expect(problems).toEqual([]);
});
