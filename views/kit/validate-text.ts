/** Notes that something at `at` is not as it should be. */
export type Problem = (at: string, what: string) => void;
export type Properties = Record<string, unknown>;
type Check = (value: unknown, at: string, problem: Problem) => void;

export const isProperties = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null;
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

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
