import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { lookUpAccount } from '../../src/accounts/look-up-account.ts';
import type { Refusal } from '../../src/platform/refusal.ts';
import { accountHelpMessage, notFoundMessage, pickMessage } from '../../views/accounts/found-messages.ts';
import { answerCommand, type Say, tellInMessage } from '../answer.ts';
import type { Deps, Visit } from '../edge.ts';
import { parseCommand } from '../parse-command.ts';
import { showAccount } from './show-account.ts';

type Command = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

/** `/account Acme`, or `help`. */
export async function onAccountCommand(deps: Deps, { ack, command, respond }: Command): Promise<void> {
  await ack();
  const { text, word } = parseCommand(command.text, ['help']);
  const tell = (say: Say) => tellInMessage(respond, say);
  if (text === '' || word === 'help') return tell(accountHelpMessage());
  return answerCommand(deps, command, tell, (visit) => answer(visit, text));
}

async function answer(visit: Visit, text: string): Promise<Say | Refusal> {
  const found = await lookUpAccount(visit.db, visit.workspace.id, text);
  if ('one' in found) return showAccount(visit, found.one);
  return 'several' in found
    ? pickMessage(text, found.several, found.more)
    : notFoundMessage(text, found.near);
}
