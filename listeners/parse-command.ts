import { fold } from '../src/platform/fold.ts';

/** What stands behind a command. */
export interface Typed<Word extends string> {
  /** On one line, without quotation marks around all of it. */
  text: string;
  /** A subcommand, written exactly. */
  word: Word | null;
  /** Of `H-12`. */
  number: number | null;
  /** A subcommand with its letters in another order: a slip, unless an account is called so. */
  slip: Word | null;
}

/** More than this is no name. */
const LONGEST = 300;
const QUOTES = /^(?:"(.+)"|'(.+)'|`(.+)`|\*(.+)\*|[“”„«»](.+)[“”«»]|[‘‚](.+)[’‘])$/u;

/**
 * Reads what somebody typed behind a command. Only a subcommand itself is one, and nothing in quotation marks is:
 * all else may be the name of an account.
 */
export function parseCommand<Word extends string>(
  given: string,
  words: readonly Word[],
  letter?: 'h' | 'r',
): Typed<Word> {
  const line = given
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST);
  const quoted = QUOTES.exec(line)
    ?.slice(1)
    .find((text) => text !== undefined);
  if (quoted !== undefined) return { text: quoted.trim(), word: null, number: null, slip: null };
  const typed = fold(line).replace(/\p{Pd}/gu, '-');
  const [, digits] = /^[hr]-?(\d{1,9})$/.exec(letter && typed.startsWith(letter) ? typed : '') ?? [];
  const letters = (text: string) => [...text].sort().join('');
  return {
    text: line,
    word: words.find((word) => word === typed) ?? null,
    number: digits === undefined ? null : Number(digits),
    slip: words.find((word) => word !== typed && letters(word) === letters(typed)) ?? null,
  };
}
