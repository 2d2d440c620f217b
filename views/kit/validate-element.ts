import { LIMITS } from './limits.ts';

/** Notes that something at `at` is not as it should be. */
export type Problem = (at: string, what: string) => void;
export type Properties = Record<string, unknown>;
type Check = (value: unknown, at: string, problem: Problem) => void;

export const isProperties = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null;
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const string =
  (max: number): Check =>
  (value, at, problem) => {
    if (typeof value !== 'string' || value.trim() === '') problem(at, 'empty');
    else if (value.length > max) problem(at, `longer than ${max}`);
  };

const textOf =
  (max: number, ...types: unknown[]): Check =>
  (value, at, problem) => {
    if (!isProperties(value)) problem(at, 'missing');
    else if (!types.includes(value['type'])) problem(at, 'not the right kind of text');
    else string(max)(value['text'], at, problem);
    if (isProperties(value) && value['type'] === 'mrkdwn') noBroadcast(value['text'], at, problem);
  };

/** Everybody in a channel is never called. Escaped text cannot do it; this catches what was written by hand. */
export const noBroadcast: Check = (value, at, problem) => {
  if (/<!(?:channel|here|everyone)\b/.test(String(value))) problem(at, 'calls everybody in the channel');
};

export const plain = (max: number): Check => textOf(max, 'plain_text');
export const text = (max: number): Check => textOf(max, 'plain_text', 'mrkdwn');

/** Checks properties that must be there, then those that may be. */
export function check(
  of: Properties,
  at: string,
  problem: Problem,
  required: Record<string, Check>,
  optional: Record<string, Check> = {},
): void {
  for (const [name, each] of Object.entries(required)) each(of[name], `${at}.${name}`, problem);
  for (const [name, each] of Object.entries(optional))
    if (of[name] !== undefined) each(of[name], `${at}.${name}`, problem);
}

/** A list of `min` to `max` items; returns the items. */
export function items(value: unknown, at: string, problem: Problem, max: number): unknown[] {
  const found = listOf(value);
  if (found.length === 0) problem(at, 'nothing in it');
  if (found.length > max) problem(at, `more than ${max}`);
  return found;
}

const MENUS = ['static_select', 'external_select', 'users_select', 'conversations_select', 'channels_select'];
const CHOICES = [
  ...MENUS,
  ...MENUS.map((menu) => `multi_${menu}`),
  'checkboxes',
  'radio_buttons',
  'datepicker',
  'timepicker',
];
/** What may stand beside a section and in actions. */
export const CLICKABLE: ReadonlySet<string> = new Set([...CHOICES, 'button', 'overflow']);
/** What may stand in an input block. */
export const FILLABLE: ReadonlySet<string> = new Set([
  ...CHOICES,
  'plain_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
]);

export function checkElement(
  element: unknown,
  at: string,
  allowed: ReadonlySet<string>,
  problem: Problem,
): void {
  const type = isProperties(element) ? String(element['type']) : '';
  if (!isProperties(element) || !allowed.has(type)) {
    problem(at, 'an element that may not stand here');
    return;
  }
  // Slack would make up a missing action_id, and no listener would ever hear of it.
  check(
    element,
    at,
    problem,
    { action_id: string(LIMITS.id) },
    { placeholder: plain(LIMITS.placeholder), confirm: checkConfirm },
  );
  if (type === 'button') checkButton(element, at, problem);
  if (type.endsWith('_input')) checkTyped(element, at, problem);
  checkChoice(element, type, at, problem);
}

function checkButton(button: Properties, at: string, problem: Problem): void {
  check(
    button,
    at,
    problem,
    { text: plain(LIMITS.buttonText) },
    {
      value: string(LIMITS.buttonValue),
      url: string(LIMITS.url),
      accessibility_label: string(LIMITS.accessibilityLabel),
    },
  );
}

function checkConfirm(value: unknown, at: string, problem: Problem): void {
  check(isProperties(value) ? value : {}, at, problem, {
    title: plain(LIMITS.confirmTitle),
    text: text(LIMITS.confirmText),
    confirm: plain(LIMITS.confirmButton),
    deny: plain(LIMITS.confirmButton),
  });
}

function checkTyped(input: Properties, at: string, problem: Problem): void {
  const { max_length: max = LIMITS.inputText, initial_value: initial } = input;
  const longest = Number(max);
  if (!(longest >= 1 && longest <= LIMITS.inputText))
    problem(`${at}.max_length`, `not 1 to ${LIMITS.inputText}`);
  if (initial === '') problem(`${at}.initial_value`, 'empty');
  if (typeof initial === 'string' && initial.length > longest)
    problem(`${at}.initial_value`, `longer than ${longest}`);
}

const MOST_OPTIONS: Record<string, number> = {
  static_select: LIMITS.options,
  multi_static_select: LIMITS.options,
  checkboxes: LIMITS.choices,
  radio_buttons: LIMITS.choices,
  overflow: LIMITS.overflowOptions,
};

function checkChoice(element: Properties, type: string, at: string, problem: Problem): void {
  for (const [name, value] of Object.entries(element))
    if (name.startsWith('initial_') && Array.isArray(value))
      items(value, `${at}.${name}`, problem, LIMITS.options);
  const initial = [element['initial_option'], ...listOf(element['initial_options'])].filter(isProperties);
  for (const each of initial) checkOption(each, `${at}.initial_option`, problem);
  const most = MOST_OPTIONS[type];
  if (most === undefined) return;
  const offered = listsOfOptions(element, at, problem).flatMap((list) =>
    items(list, `${at}.options`, problem, most),
  );
  offered.forEach((each, index) => {
    checkOption(each, `${at}.options[${index}]`, problem);
  });
  const known = new Set(offered.map((each) => JSON.stringify(each)));
  if (initial.some((each) => !known.has(JSON.stringify(each))))
    problem(at, 'initial option is not among the options');
  if (new Set(offered.map((each) => isProperties(each) && each['value'])).size < offered.length)
    problem(at, 'two options of the same value');
}

function listsOfOptions(element: Properties, at: string, problem: Problem): unknown[] {
  if (element['option_groups'] === undefined) return [element['options']];
  return items(element['option_groups'], `${at}.option_groups`, problem, LIMITS.optionGroups).map((each) => {
    const group = isProperties(each) ? each : {};
    check(group, `${at}.option_groups`, problem, { label: plain(LIMITS.optionText) });
    return group['options'];
  });
}

function checkOption(option: unknown, at: string, problem: Problem): void {
  check(
    isProperties(option) ? option : {},
    at,
    problem,
    { text: text(LIMITS.optionText), value: string(LIMITS.optionValue) },
    { description: text(LIMITS.optionText) },
  );
}
