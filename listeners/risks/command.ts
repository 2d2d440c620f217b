import { type Refusal, refuse } from '../../src/platform/refusal.ts';
import { findRisk } from '../../src/risks/find-risk.ts';
import { riskHelpMessage } from '../../views/risks/help-message.ts';
import type { Say } from '../answer.ts';
import type { CommandHandler } from '../command.ts';
import type { Visit } from '../edge.ts';
import { isName } from '../is-name.ts';
import { parseCommand } from '../parse-command.ts';
import { beginFlag } from './flag.ts';
import { showRiskList } from './lists.ts';
import { showRisk } from './show-risk.ts';

const WORDS = ['list', 'mine', 'help'] as const;

/** `/risk`, `/risk Acme`, `/risk list`, `mine`, `R-7`, `help`. Anything else is an account's name. */
export const riskCommand: CommandHandler = (typed) => {
  const { text, word, number, slip } = parseCommand(typed, WORDS, 'r');

  if (word === 'help') return { says: riskHelpMessage() };
  if (word === 'list' || word === 'mine')
    return { answers: (visit) => showRiskList(visit, word === 'mine' ? 'mine' : 'all') };
  if (number !== null) return { answers: (visit) => showNamed(visit, `R-${number}`) };
  return {
    opens: 'Flag account risk',
    view: (visit) => beginFlag(visit, { name: text }),
    ...(slip && {
      unless: async (visit) => ((await isName(visit, text)) ? null : riskHelpMessage(text, slip)),
    }),
  };
};

async function showNamed(visit: Visit, name: string): Promise<Say | Refusal> {
  const found = await findRisk(visit, name);
  if (found) return showRisk(visit, found.id);
  return refuse('not_found', `There is no ${name}. /risk list shows what is open.`);
}
