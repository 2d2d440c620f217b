import type { ModalView } from '@slack/types';
import { lookUpAccount } from '../src/accounts/find/look-up-account.ts';
import { searchAccounts } from '../src/accounts/find/search-accounts.ts';
import { GLOSSARY, lookUp } from '../src/figures/glossary.ts';
import type { Refusal } from '../src/platform/refusal.ts';
import { closest, fold } from '../src/platform/text.ts';
import { notFoundMessage, pickMessage } from '../views/accounts/found-messages.ts';
import { type Command, glossaryMessage, helpMessage, meaningMessage } from '../views/baton/help-message.ts';
import { DIGEST_MORE_VERBS } from '../views/digests/ids.ts';
import { showAccount } from './accounts/show-account.ts';
import type { Say } from './answer.ts';
import type { CommandAnswer, CommandHandler } from './command.ts';
import { runTyped, showDigests } from './digests/menu.ts';
import type { Visit } from './edge.ts';
import { beginHandoff } from './handoffs/screen.ts';
import { showHandoffByNumber, showHandoffList } from './handoffs/show.ts';
import { comeBack, goAway } from './home/away.ts';
import { PREFERENCES } from './home/preferences.ts';
import { beginFlag } from './risks/flag.ts';
import { showRiskByNumber, showRiskList } from './risks/show.ts';

/** What may stand behind a command, beside `help`. */
export interface Grammar<Word extends string> {
  words: readonly Word[];
  /** Those of them that take words behind them. */
  phrases?: readonly Word[];
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
  const { phrases = [], letter, names } = grammar;
  const words: (Word | 'help')[] = [...grammar.words, 'help'];
  const line = given
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST);
  if (line === '') return { is: 'nothing' };
  const quoted = QUOTES.exec(line)
    ?.slice(1)
    .find((text) => text !== undefined);
  if (quoted?.trim() === '') return { is: 'nothing' };
  if (quoted !== undefined) return { is: 'other', text: quoted.trim(), near: null };
  const typed = fold(line).replace(/\p{Pd}/gu, '-');
  const word = words.find((one) => one === typed);
  if (word) return { is: 'word', word, rest: '' };
  const [first = '', ...rest] = line.split(' ');
  const phrase = phrases.find((one) => one === fold(first));
  if (phrase) return { is: 'word', word: phrase, rest: rest.join(' ') };
  const [, digits] = /^[hr]-?(\d{1,9})$/.exec(letter && typed.startsWith(letter) ? typed : '') ?? [];
  if (digits !== undefined) return { is: 'number', number: Number(digits) };
  const near = names ? words.find((one) => letters(one) === letters(typed)) : closest(first, words);
  return { is: 'other', text: line, near: (near as Word | 'help' | undefined) ?? null };
}

/** Letters in another order are a slip of the fingers; names such as *Pine* differ from *mine* in one of them. */
const letters = (text: string): string => [...text].sort().join('');

/** What a command does with what it understands; without a word for it, it answers with its help. */
interface Ways<Word extends string> extends Grammar<Word> {
  alone?: () => CommandAnswer;
  word: (word: Word, rest: string) => CommandAnswer;
  number?: (number: number) => CommandAnswer;
  other?: (text: string, near: string | null) => CommandAnswer;
}

function command<Word extends string>(name: Command, ways: Ways<Word>): CommandHandler {
  return (given) => {
    const typed = parseCommand(given, ways);
    if (typed.is === 'nothing') return ways.alone?.() ?? { says: helpMessage(name) };
    if (typed.is === 'number' && ways.number) return ways.number(typed.number);
    if (typed.is === 'word' && typed.word !== 'help') return ways.word(typed.word, typed.rest);
    if (typed.is !== 'other') return { says: helpMessage(name) };
    const { text, near } = typed;
    return ways.other?.(text, near) ?? { says: helpMessage(name, text, near) };
  };
}

/** A command that begins a case of an account, and shows those that there are. */
function caseCommand(
  name: 'handoff' | 'risk',
  letter: 'h' | 'r',
  how: {
    opens: string;
    begin: (visit: Visit, account: { name: string }) => Promise<ModalView | Refusal>;
    list: (visit: Visit, which: 'mine' | 'all') => Promise<Say>;
    byNumber: (visit: Visit, number: number) => Promise<Say | Refusal>;
  },
): CommandHandler {
  const begins = (account: string) => ({
    opens: how.opens,
    view: (visit: Visit) => how.begin(visit, { name: account }),
  });
  return command(name, {
    words: ['list', 'mine'],
    letter,
    names: true,
    alone: () => begins(''),
    word: (word) => ({ answers: (visit) => how.list(visit, word === 'mine' ? 'mine' : 'all') }),
    number: (number) => ({ answers: (visit) => how.byNumber(visit, number) }),
    other(text, near) {
      if (near === null) return begins(text);
      // A slip only where no account has this in its name.
      const unless = async ({ db, workspace }: Visit) =>
        (await searchAccounts(db, workspace.id, text, 1)).length > 0 ? null : helpMessage(name, text, near);
      return { ...begins(text), unless };
    },
  });
}

/** `/handoff`, `/handoff Acme`, `list`, `mine`, `H-12`, `help`. */
export const handoffCommand = caseCommand('handoff', 'h', {
  opens: 'Start a handoff',
  begin: beginHandoff,
  list: showHandoffList,
  byNumber: showHandoffByNumber,
});

/** `/risk`, `/risk Acme`, `list`, `mine`, `R-7`, `help`. */
export const riskCommand = caseCommand('risk', 'r', {
  opens: 'Flag a risk',
  begin: beginFlag,
  list: showRiskList,
  byNumber: showRiskByNumber,
});

/** `/account Acme`, `help`. */
export const accountCommand = command('account', {
  words: [],
  names: true,
  word: () => ({ says: helpMessage('account') }),
  other: (text, near) => ({
    async answers(visit) {
      const found = await lookUpAccount(visit.db, visit.workspace.id, text);
      if ('one' in found) return showAccount(visit, found.one);
      if ('several' in found) return pickMessage(text, found.several, found.more);
      return near ? helpMessage('account', text, near) : notFoundMessage(text, found.near);
    },
  }),
});

/** `/digest`, `now`, `preview`, `agenda`, `stop`, `help`. */
export const digestCommand = command('digest', {
  words: DIGEST_MORE_VERBS,
  alone: () => ({ answers: (visit) => showDigests(visit) }),
  word: (word) => ({ answers: (visit) => runTyped(visit, word) }),
});

/** `/baton`, `away friday @sam`, `back`, `glossary save rate`, `preferences`, `help`. Nothing of it is about a customer. */
export const batonCommand = command('baton', {
  words: ['away', 'back', 'glossary', 'preferences'],
  phrases: ['away', 'back', 'glossary'],
  word(word, rest) {
    if (word === 'preferences') return PREFERENCES;
    if (word === 'away') return { answers: (visit) => goAway(visit, rest) };
    if (word === 'back') return { answers: (visit) => comeBack(visit, rest) };
    return { says: rest ? meaningMessage(rest, lookUp(rest)) : glossaryMessage(GLOSSARY) };
  },
  // A word of the glossary by itself is a question about it.
  other: (text, near) => {
    const { found, exact } = lookUp(text);
    return { says: helpMessage('baton', text, exact ? `glossary ${found[0]?.entry.term}` : near) };
  },
});
