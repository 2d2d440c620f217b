import { expect, test } from 'vitest';
import { readSpan, readUntil } from '../../src/time/read-until.ts';

// A Tuesday, 13:00 in Berlin.
const NOW = new Date('2026-11-24T12:00:00Z');
const read = (text: string, zone = 'Europe/Berlin', now = NOW) =>
  readUntil(text, zone, now)?.toISOString() ?? null;

test.each([
  ['today', '2026-11-24T22:59:00.000Z'],
  ['tomorrow', '2026-11-25T22:59:00.000Z'],
  ['until friday', '2026-11-27T22:59:00.000Z'],
  ['Fri', '2026-11-27T22:59:00.000Z'],
  ['tue', '2026-11-24T22:59:00.000Z'],
  ['Monday', '2026-11-30T22:59:00.000Z'],
  ['2027-01-31', '2027-01-31T22:59:00.000Z'],
  ['31.01.2027', '2027-01-31T22:59:00.000Z'],
  ['Dec 24', '2026-12-24T22:59:00.000Z'],
  ['24th december', '2026-12-24T22:59:00.000Z'],
  ['24. Dec', '2026-12-24T22:59:00.000Z'],
  ['Jan 2', '2027-01-02T22:59:00.000Z'],
  ['November 24', '2026-11-24T22:59:00.000Z'],
  ['Dec 24, 2027', '2027-12-24T22:59:00.000Z'],
  ['15:30', '2026-11-24T14:30:00.000Z'],
  ['3 pm', '2026-11-24T14:00:00.000Z'],
  ['tomorrow 9am', '2026-11-25T08:00:00.000Z'],
  ['friday at 14:00', '2026-11-27T13:00:00.000Z'],
  ['2027-01-31 12 am', '2027-01-30T23:00:00.000Z'],
])('%s', (text, at) => {
  expect(read(text)).toBe(at);
});

test.each([
  '',
  'soon',
  'next week',
  'fr',
  '24',
  'Feb 30',
  '31 Apr',
  '2027-13-01',
  '01/02/2027',
  '25:00',
  '13 pm',
  'dec',
  '1 dec 2',
  'friday friday',
])('%j cannot be told', (text) => {
  expect(read(text)).toBeNull();
});

test('the day is that of the zone, also where the clocks change', () => {
  expect(read('today', 'Pacific/Auckland')).toBe('2026-11-25T10:59:00.000Z');
  expect(read('sunday', 'Europe/Berlin', new Date('2027-03-26T12:00:00Z'))).toBe('2027-03-28T21:59:00.000Z');
  expect(read('feb 29', 'UTC', new Date('2027-03-01T12:00:00Z'))).toBeNull();
});

const span = (text: string) => {
  const read = readSpan(text, 'Europe/Berlin', NOW);
  return read && [read.from?.toISOString() ?? null, read.until.toISOString()];
};

test.each([
  ['friday', null, '2026-11-27T22:59:00.000Z'],
  ['until friday', null, '2026-11-27T22:59:00.000Z'],
  ['2027-01-31', null, '2027-01-31T22:59:00.000Z'],
  ['dec 21 until jan 4', '2026-12-20T23:00:00.000Z', '2027-01-04T22:59:00.000Z'],
  ['from Dec 21 to Dec 24', '2026-12-20T23:00:00.000Z', '2026-12-24T22:59:00.000Z'],
  ['2026-12-21 - 2026-12-24', '2026-12-20T23:00:00.000Z', '2026-12-24T22:59:00.000Z'],
  ['dec 21–dec 24', '2026-12-20T23:00:00.000Z', '2026-12-24T22:59:00.000Z'],
  // The Friday after that Monday, and not the one before it.
  ['monday until friday', '2026-11-29T23:00:00.000Z', '2026-12-04T22:59:00.000Z'],
  ['tomorrow 2 pm through friday', '2026-11-25T13:00:00.000Z', '2026-11-27T22:59:00.000Z'],
])('%s', (text, from, until) => {
  expect(span(text)).toEqual([from, until]);
});

test.each(['dec 21 until', 'dec 21 until soon', 'soon until friday'])('%j is no span', (text) => {
  expect(span(text)).toBeNull();
});
