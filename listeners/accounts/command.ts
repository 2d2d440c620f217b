import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { lookUpAccount } from '../../src/accounts/look-up-account.ts';
import { failureOf } from '../../src/platform/failure.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { accountHelpMessage, notFoundMessage, pickMessage } from '../../views/accounts/found-messages.ts';
import { refusalMessage } from '../../views/handoffs/refusal-message.ts';
import { type Deps, UNAVAILABLE, type Visit, visit } from '../edge.ts';
import { type Say, tellInMessage, whoTyped } from '../frames.ts';
import { showAccount } from './show-account.ts';

type Command = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

/** More than this is no name. */
const TYPED = 300;

/** `/account Acme`, or `help`. */
export async function onAccountCommand(deps: Deps, { ack, command, respond }: Command): Promise<void> {
  await ack();
  const text = command.text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, TYPED);
  const tell = (say: Say) => tellInMessage(respond, say);
  if (text === '' || text.toLowerCase() === 'help') return tell(accountHelpMessage());
  try {
    const visited = await visit(deps, whoTyped(command), { ask: true });
    const said = isRefusal(visited) ? visited : await answer(visited, text);
    await tell(isRefusal(said) ? refusalMessage(said.message) : said);
  } catch (error) {
    deps.log.error({ command: command.command, ...failureOf(error) }, 'a command failed');
    await tell({ text: UNAVAILABLE });
  }
}

async function answer(visit: Visit, text: string): Promise<Say | Refusal> {
  const found = await lookUpAccount(visit.db, visit.workspace.id, text);
  if ('one' in found) return showAccount(visit, found.one);
  return 'several' in found
    ? pickMessage(text, found.several, found.more)
    : notFoundMessage(text, found.near);
}
