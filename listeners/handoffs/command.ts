import { handoffIdByNumber, readHandoff } from '../../src/handoffs/find-handoff.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { helpMessage } from '../../views/handoffs/help-message.ts';
import type { Say } from '../answer.ts';
import type { CommandHandler } from '../command.ts';
import type { Visit } from '../edge.ts';
import { isName } from '../is-name.ts';
import { parseCommand } from '../parse-command.ts';
import { showList } from './lists.ts';
import { showHandoff } from './show-handoff.ts';
import { beginHandoff } from './start.ts';

const WORDS = ['list', 'mine', 'help'] as const;

/** `/handoff`, `/handoff Acme`, `/handoff list`, `mine`, `H-12`, `help`. Anything else is an account's name. */
export const handoffCommand: CommandHandler = (typed) => {
  const { text, word, number, slip } = parseCommand(typed, WORDS, 'h');

  if (word === 'help') return { says: helpMessage() };
  if (word === 'list' || word === 'mine')
    return { answers: (visit) => showList(visit, word === 'mine' ? 'mine' : 'all') };
  if (number !== null) return { answers: (visit) => showByNumber(visit, number) };
  return {
    opens: 'Start a handoff',
    view: (visit) => beginHandoff(visit, { name: text }),
    ...(slip && { unless: async (visit) => ((await isName(visit, text)) ? null : helpMessage(text, slip)) }),
  };
};

async function showByNumber(visit: Visit, number: number): Promise<Say | Refusal> {
  const id = await handoffIdByNumber(visit, number);
  const picture = id ? await readHandoff(visit, id) : null;
  if (!picture || isRefusal(picture)) {
    return refuse('not_found', `There is no H-${number} that you can see. /handoff list shows what is open.`);
  }
  return showHandoff(visit, picture);
}
