/** What each grade of a brief means, best first in a modal. */
export const QUALITIES: Readonly<Record<number, string>> = {
  5: 'Everything was there',
  4: 'Almost everything was there',
  3: 'Something that mattered was missing',
  2: 'Much was missing or wrong',
  1: 'It was of no use',
};
