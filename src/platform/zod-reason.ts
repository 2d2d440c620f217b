import type { z } from 'zod';
import { closest, quoted } from './text.ts';

type Issue = z.core.$ZodIssue;

/**
 * What is wrong with a value, in plain words, from the first issue that zod has with it. Of a union it is the issue
 * of the alternative that has the value's type: zod says "Invalid input" of all of them.
 */
export function reasonOf(issue: Issue | undefined, value: unknown, fields: readonly string[]): string {
  if (!issue) return 'cannot be read';
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
    const field = issue.keys[0] ?? '';
    const near = field.length <= 60 ? closest(field, fields) : undefined;
    return `there is no field ${quoted(field)}${near ? `; did you mean "${near}"?` : `; known: ${fields.join(', ')}`}`;
  }
  const where = issue.path.join('.');
  return `${where || 'an item'} ${wrongWith(issue, at(value, issue.path))}`;
}

function wrongWith(issue: Issue, value: unknown): string {
  if (value === undefined && issue.code !== 'custom') return 'is missing';
  if (issue.code === 'invalid_type') return mustBe([issue.expected], value);
  if (issue.code !== 'invalid_union') return issue.message;
  const nested = issue.errors.flatMap((errors) => errors.slice(0, 1));
  const types = nested.flatMap((one) =>
    one.code === 'invalid_type' && one.path.length === 0 ? [one.expected] : [],
  );
  const fitting = nested.find((one) => one.code !== 'invalid_type' || one.path.length > 0);
  if (!fitting) return mustBe(types, value);
  const where = fitting.path.length > 0 ? `(${fitting.path.join('.')}) ` : '';
  return where + wrongWith(fitting, at(value, fitting.path));
}

function mustBe(types: readonly string[], value: unknown): string {
  const words = [...new Set(types.map((type) => WORDS[type] ?? type))].join(' or ');
  const hint =
    types.includes('string') && typeof value === 'number' ? `; write "${value}", in quotation marks` : '';
  return `must be ${words}${hint}`;
}

const WORDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  array: 'a list',
  object: 'an object',
  boolean: 'true or false',
};

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
