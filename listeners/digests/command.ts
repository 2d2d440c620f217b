import { closest } from '../../src/platform/closest.ts';
import { digestHelpMessage } from '../../views/digests/help-message.ts';
import { DIGEST_MORE_VERBS } from '../../views/digests/ids.ts';
import type { CommandHandler } from '../command.ts';
import { parseCommand } from '../parse-command.ts';
import { runTyped, showDigests } from './menu.ts';

const WORDS = [...DIGEST_MORE_VERBS, 'help'] as const;

/** `/digest`, `/digest now`, `preview`, `agenda`, `stop`, `help`. */
export const digestCommand: CommandHandler = (typed) => {
  const { text, word } = parseCommand(typed, WORDS);

  if (word === 'help') return { says: digestHelpMessage() };
  if (text === '') return { answers: (visit) => showDigests(visit) };
  if (!word) return { says: digestHelpMessage(text, closest(text, WORDS)) };
  return { answers: (visit) => runTyped(visit, word) };
};
