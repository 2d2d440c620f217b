import { closest } from '../src/platform/closest.ts';
import { fold } from '../src/platform/fold.ts';

/** What may stand behind a command, beside `help`. */
export interface Grammar<Word extends string> {
  words: readonly Word[];
  /** One of them that takes words behind it. */
  phrase?: Word;
  /** Of the numbers of its cases: `H-12`. */
  letter?: 'h' | 'r';
  /** Whatever else is typed may be the name of an account. */
  names?: true;
}

/** What somebody meant by what they typed. Text is on one line, without quotation marks around all of it. */
export type Typed<Word extends string> =
  | { is: 'nothing' }
  /** A subcommand, written exactly, with what stands behind it. */
  | { is: 'word'; word: Word | 'help'; rest: string }
  | { is: 'number'; number: number }
  /** `near`: the subcommand it may be a slip of. Where accounts are named, it is one only if no account is called so. */
  | { is: 'other'; text: string; near: Word | 'help' | null };

/** More than this is no name. */
const LONGEST = 300;
const QUOTES = /^(?:"(.+)"|'(.+)'|`(.+)`|\*(.+)\*|[“”„«»](.+)[“”«»]|[‘‚](.+)[’‘])$/u;

/**
 * Reads what somebody typed behind a command. Only a subcommand itself is one, and nothing in quotation marks is:
 * all else may be the name of an account, where the command takes one.
 */
export function parseCommand<Word extends string>(given: string, grammar: Grammar<Word>): Typed<Word> {
  const { phrase, letter, names } = grammar;
  const words: (Word | 'help')[] = [...grammar.words, 'help'];
  const line = given
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST);
  if (line === '') return { is: 'nothing' };
  const quoted = QUOTES.exec(line)
    ?.slice(1)
    .find((text) => text !== undefined);
  if (quoted !== undefined) return { is: 'other', text: quoted.trim(), near: null };
  const typed = fold(line).replace(/\p{Pd}/gu, '-');
  const word = words.find((one) => one === typed);
  if (word) return { is: 'word', word, rest: '' };
  const [first = '', ...rest] = line.split(' ');
  if (phrase && fold(first) === phrase) return { is: 'word', word: phrase, rest: rest.join(' ') };
  const [, digits] = /^[hr]-?(\d{1,9})$/.exec(letter && typed.startsWith(letter) ? typed : '') ?? [];
  if (digits !== undefined) return { is: 'number', number: Number(digits) };
  const near = names ? words.find((one) => letters(one) === letters(typed)) : closest(first, words);
  return { is: 'other', text: line, near: (near as Word | 'help' | undefined) ?? null };
}

/** Letters in another order are a slip of the fingers; names such as *Pine* differ from *mine* in one of them. */
const letters = (text: string): string => [...text].sort().join('');
