// What elements show at first must itself be possible.
import { isDeepStrictEqual } from 'node:util';
import type { Also } from './check.ts';

/** What is chosen at first must be among the options, equal in every property. */
export const initialAmongOptions: Also = (value, path, report) => {
  const groups = Array.isArray(value['option_groups']) ? value['option_groups'] : [];
  const offered: unknown[] = [value['options'], ...groups.map((group) => group?.options)].flatMap(
    (options) => (Array.isArray(options) ? options : []),
  );
  const isOffered = (chosen: unknown) => offered.some((each) => isDeepStrictEqual(each, chosen));
  if (value['initial_option'] !== undefined && !isOffered(value['initial_option']))
    report(`${path}/initial_option`, 'must exactly match one of the options');
  const several = Array.isArray(value['initial_options']) ? value['initial_options'] : [];
  several.forEach((chosen, index) => {
    if (!isOffered(chosen))
      report(`${path}/initial_options/${index}`, 'must exactly match one of the options');
  });
};

export const noMoreThanAllowed: Also = (value, path, report) => {
  const max = value['max_selected_items'];
  for (const name of Object.keys(value).filter((each) => each.startsWith('initial_'))) {
    const chosen = value[name];
    if (typeof max === 'number' && Array.isArray(chosen) && chosen.length > max)
      report(`${path}/${name}`, `no more than ${max} items allowed by max_selected_items`);
  }
};

export const lengths: Also = (value, path, report) => {
  const { min_length: min, max_length: max, initial_value: text } = value;
  if (typeof min === 'number' && typeof max === 'number' && min > max)
    report(`${path}/min_length`, 'must not be greater than max_length');
  if (typeof text === 'string' && typeof max === 'number' && text.length > max)
    report(`${path}/initial_value`, `must be less than ${max + 1} characters, by max_length`);
  if (typeof text === 'string' && typeof min === 'number' && text.length < min)
    report(`${path}/initial_value`, `must have at least ${min} characters, by min_length`);
};

export const range: Also = (value, path, report) => {
  const numbers = ['min_value', 'initial_value', 'max_value']
    .filter((name) => typeof value[name] === 'string')
    .map((name) => ({ name, number: Number(value[name]) }));
  numbers.forEach(({ name, number }, index) => {
    if (value['is_decimal_allowed'] === false && !Number.isInteger(number))
      report(`${path}/${name}`, 'must be an integer, as decimals are not allowed');
    const before = numbers[index - 1];
    if (before && before.number > number) report(`${path}/${name}`, `must not be less than ${before.name}`);
  });
};

export const day: Also = (value, path, report) => {
  const text = value['initial_date'];
  if (typeof text === 'string' && !isCalendarDay(text))
    report(`${path}/initial_date`, 'must be a date in the format YYYY-MM-DD');
};

function isCalendarDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
