import { lookUpAccount } from '../../src/accounts/look-up-account.ts';
import type { Refusal } from '../../src/platform/refusal.ts';
import { accountHelpMessage, notFoundMessage, pickMessage } from '../../views/accounts/found-messages.ts';
import type { Say } from '../answer.ts';
import type { CommandHandler } from '../command.ts';
import type { Visit } from '../edge.ts';
import { parseCommand } from '../parse-command.ts';
import { showAccount } from './show-account.ts';

/** `/account Acme`, or `help`. */
export const accountCommand: CommandHandler = (typed) => {
  const { text, word } = parseCommand(typed, ['help']);
  if (text === '' || word === 'help') return { says: accountHelpMessage() };
  return { answers: (visit) => answer(visit, text) };
};

async function answer(visit: Visit, text: string): Promise<Say | Refusal> {
  const found = await lookUpAccount(visit.db, visit.workspace.id, text);
  if ('one' in found) return showAccount(visit, found.one);
  return 'several' in found
    ? pickMessage(text, found.several, found.more)
    : notFoundMessage(text, found.near);
}
