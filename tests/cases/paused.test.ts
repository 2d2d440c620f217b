import { expect, it } from 'vitest';
import { isPaused } from '../../src/cases/put-off.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { BUSINESS_WEEK } from '../../src/time/calendar.ts';
import { parseDuration } from '../../src/time/duration.ts';

const OFFICE = { zone: 'UTC', week: BUSINESS_WEEK, holidays: [] };
/** A Friday at 15:00. */
const FRIDAY = new Date('2027-03-05T15:00:00Z');

it.each([
  ['PT4H', '2027-03-05T16:59:00Z', true],
  ['PT4H', '2027-03-07T12:00:00Z', true], // two days later, and two working hours
  ['PT4H', '2027-03-08T10:59:00Z', true],
  ['PT4H', '2027-03-08T11:00:00Z', false],
  ['P1D', '2027-03-08T14:59:00Z', true],
  ['P1D', '2027-03-08T15:00:00Z', false],
])('a pause of %s is working time: until %s it lasts is %s', (text, now, expected) => {
  const pause = parseDuration(text);
  if (isRefusal(pause)) throw new Error(pause.message);
  expect(isPaused(FRIDAY, pause, OFFICE, new Date(now))).toBe(expected);
});
