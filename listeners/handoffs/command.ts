import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { handoffIdByNumber, readHandoff } from '../../src/handoffs/find-handoff.ts';
import { closest } from '../../src/platform/closest.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { helpMessage } from '../../views/handoffs/help-message.ts';
import { answerCommand, type Say, tellInMessage, whoTyped } from '../answer.ts';
import type { Deps, Visit } from '../edge.ts';
import { openThen } from '../modal.ts';
import { showList } from './lists.ts';
import { showHandoff } from './show-handoff.ts';
import { beginHandoff } from './start.ts';

type Command = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

const WORDS = ['list', 'mine', 'help'] as const;
const NUMBER = /^h-?(\d{1,9})$/i;

/** `/handoff`, `/handoff Acme`, `/handoff list`, `mine`, `H-12`, `help`. Anything else is an account's name. */
export async function onHandoffCommand(deps: Deps, { ack, command, respond }: Command): Promise<void> {
  await ack();
  const text = command.text.trim().replace(/\s+/g, ' ');
  const word = text.toLowerCase();
  const tell = (say: Say) => tellInMessage(respond, say);
  const number = NUMBER.exec(text)?.[1];

  if (word === 'help') return tell(helpMessage());
  if (word === 'list' || word === 'mine') {
    return answerCommand(deps, command, tell, (visit) => showList(visit, word === 'mine' ? 'mine' : 'all'));
  }
  if (number) return answerCommand(deps, command, tell, (visit) => showByNumber(visit, Number(number)));
  // One word that is nearly a command is more likely a slip than a customer.
  const near = /^\S+$/.test(word) && word.length <= 5 ? closest(word, WORDS) : null;
  if (near) return tell(helpMessage(text, near));
  // `new` says that what follows is a name, whatever it looks like.
  const name = text.replace(/^new(?: |$)/i, '');
  await openThen(
    deps,
    whoTyped(command),
    command.trigger_id,
    'Start a handoff',
    (visit) => beginHandoff(visit, { name }),
    tell,
  );
}

async function showByNumber(visit: Visit, number: number): Promise<Say | Refusal> {
  const id = await handoffIdByNumber(visit, number);
  const picture = id ? await readHandoff(visit, id) : null;
  if (!picture || isRefusal(picture)) {
    return refuse(
      'not_found',
      `There is no H-${number} that you can see. \`/handoff list\` shows what is open.`,
    );
  }
  return showHandoff(visit, picture);
}
