import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { handoffIdByNumber, readHandoff } from '../../src/handoffs/find-handoff.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { helpMessage } from '../../views/handoffs/help-message.ts';
import { answerCommand, type Say, tellInMessage, whoTyped } from '../answer.ts';
import type { Deps, Visit } from '../edge.ts';
import { isName } from '../is-name.ts';
import { openThen } from '../modal.ts';
import { parseCommand } from '../parse-command.ts';
import { showList } from './lists.ts';
import { showHandoff } from './show-handoff.ts';
import { beginHandoff } from './start.ts';

type Command = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

const WORDS = ['list', 'mine', 'help'] as const;

/** `/handoff`, `/handoff Acme`, `/handoff list`, `mine`, `H-12`, `help`. Anything else is an account's name. */
export async function onHandoffCommand(deps: Deps, { ack, command, respond }: Command): Promise<void> {
  await ack();
  const { text, word, number, slip } = parseCommand(command.text, WORDS, 'h');
  const tell = (say: Say) => tellInMessage(respond, say);

  if (word === 'help') return tell(helpMessage());
  if (word === 'list' || word === 'mine') {
    return answerCommand(deps, command, tell, (visit) => showList(visit, word === 'mine' ? 'mine' : 'all'));
  }
  if (number !== null) return answerCommand(deps, command, tell, (visit) => showByNumber(visit, number));
  if (slip && !(await isName(deps, command, text))) return tell(helpMessage(text, slip));
  await openThen(
    deps,
    whoTyped(command),
    command.trigger_id,
    'Start a handoff',
    (visit) => beginHandoff(visit, { name: text }),
    tell,
  );
}

async function showByNumber(visit: Visit, number: number): Promise<Say | Refusal> {
  const id = await handoffIdByNumber(visit, number);
  const picture = id ? await readHandoff(visit, id) : null;
  if (!picture || isRefusal(picture)) {
    return refuse('not_found', `There is no H-${number} that you can see. /handoff list shows what is open.`);
  }
  return showHandoff(visit, picture);
}
