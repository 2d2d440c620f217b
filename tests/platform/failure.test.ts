import { expect, test } from 'vitest';
import { failureOf } from '../../src/platform/failure.ts';

const WORDS = 'Onboarding takes six weeks';

test.each([
  ['a line that begins with at', `${WORDS}\n    at the latest in May, says ${WORDS}`],
  ['a line like a frame', `${WORDS}\n    at ${WORDS} (/customer/words.txt:1:2)`],
  ['a last line like a frame', `x\n    at /customer/words.txt:1:2`],
  ['nothing', ''],
])('a message with %s is not logged, and the place is', (_, message) => {
  const failure = failureOf(new TypeError(message));
  expect(JSON.stringify(failure)).not.toMatch(/Onboarding|customer/);
  expect(failure).toEqual({
    error: 'TypeError',
    at: expect.stringMatching(/failure\.test\.ts:\d+:\d+$/),
  });
});

test('an error whose message was changed after it was thrown tells none of it', () => {
  const error = new Error(`${WORDS}\n    at ${WORDS}`);
  error.message = 'another';
  expect(JSON.stringify(failureOf(error))).not.toContain('Onboarding');
});

test('what is no error, or has no stack, has no place', () => {
  expect(failureOf(WORDS)).toEqual({ error: 'string' });
  const error = new Error(WORDS);
  delete error.stack;
  expect(failureOf(error)).toEqual({ error: 'Error' });
});
