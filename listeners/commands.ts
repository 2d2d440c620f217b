import { lookUpAccount } from '../src/accounts/look-up-account.ts';
import { searchAccounts } from '../src/accounts/search-accounts.ts';
import { GLOSSARY, lookUp } from '../src/figures/glossary.ts';
import { notFoundMessage, pickMessage } from '../views/accounts/found-messages.ts';
import { glossaryMessage, meaningMessage } from '../views/baton/glossary-message.ts';
import { type Command, helpMessage } from '../views/baton/help-message.ts';
import { DIGEST_MORE_VERBS } from '../views/digests/ids.ts';
import { showAccount } from './accounts/show-account.ts';
import type { CommandAnswer, CommandHandler } from './command.ts';
import { runTyped, showDigests } from './digests/menu.ts';
import { showHandoffByNumber, showHandoffList } from './handoffs/show.ts';
import { beginHandoff } from './handoffs/start.ts';
import { type Grammar, parseCommand } from './parse-command.ts';
import { beginFlag } from './risks/flag.ts';
import { showRiskByNumber, showRiskList } from './risks/show.ts';

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

/** The window, begun with the name of an account; but the help, where it is a slip and no account is called so. */
function opensFor(
  name: Command,
  text: string,
  near: string | null,
  window: Omit<Extract<CommandAnswer, { opens: string }>, 'unless'>,
): CommandAnswer {
  if (near === null) return window;
  return {
    ...window,
    unless: async ({ db, workspace }) =>
      (await searchAccounts(db, workspace.id, text, 1)).length > 0 ? null : helpMessage(name, text, near),
  };
}

const beginsHandoff = (name: string) => ({
  opens: 'Start a handoff',
  view: (visit: Parameters<typeof beginHandoff>[0]) => beginHandoff(visit, { name }),
});

/** `/handoff`, `/handoff Acme`, `list`, `mine`, `H-12`, `help`. */
export const handoffCommand = command('handoff', {
  words: ['list', 'mine'],
  letter: 'h',
  names: true,
  alone: () => beginsHandoff(''),
  word: (word) => ({ answers: (visit) => showHandoffList(visit, word === 'mine' ? 'mine' : 'all') }),
  number: (number) => ({ answers: (visit) => showHandoffByNumber(visit, number) }),
  other: (text, near) => opensFor('handoff', text, near, beginsHandoff(text)),
});

const beginsFlag = (name: string) => ({
  opens: 'Flag account risk',
  view: (visit: Parameters<typeof beginFlag>[0]) => beginFlag(visit, { name }),
});

/** `/risk`, `/risk Acme`, `list`, `mine`, `R-7`, `help`. */
export const riskCommand = command('risk', {
  words: ['list', 'mine'],
  letter: 'r',
  names: true,
  alone: () => beginsFlag(''),
  word: (word) => ({ answers: (visit) => showRiskList(visit, word === 'mine' ? 'mine' : 'all') }),
  number: (number) => ({ answers: (visit) => showRiskByNumber(visit, number) }),
  other: (text, near) => opensFor('risk', text, near, beginsFlag(text)),
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

/** `/baton`, `glossary`, `glossary save rate`, `help`. Nothing of it is about a customer. */
export const batonCommand = command('baton', {
  words: ['glossary'],
  phrase: 'glossary',
  word: (_, wanted) => ({
    says: wanted ? meaningMessage(wanted, lookUp(wanted)) : glossaryMessage(GLOSSARY),
  }),
  // A word of the glossary by itself is a question about it.
  other: (text, near) => {
    const { found, exact } = lookUp(text);
    return { says: helpMessage('baton', text, exact ? `glossary ${found[0]?.entry.term}` : near) };
  },
});
