import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { type Refusal, refuse } from '../../src/platform/refusal.ts';
import { findRisk } from '../../src/risks/find-risk.ts';
import { riskHelpMessage } from '../../views/risks/help-message.ts';
import { answerCommand, type Say, tellInMessage, whoTyped } from '../answer.ts';
import type { Deps, Visit } from '../edge.ts';
import { isName } from '../is-name.ts';
import { openThen } from '../modal.ts';
import { parseCommand } from '../parse-command.ts';
import { beginFlag } from './flag.ts';
import { showRiskList } from './lists.ts';
import { showRisk } from './show-risk.ts';

type Command = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

const WORDS = ['list', 'mine', 'help'] as const;

/** `/risk`, `/risk Acme`, `/risk list`, `mine`, `R-7`, `help`. Anything else is an account's name. */
export async function onRiskCommand(deps: Deps, { ack, command, respond }: Command): Promise<void> {
  await ack();
  const { text, word, number, slip } = parseCommand(command.text, WORDS, 'r');
  const tell = (say: Say) => tellInMessage(respond, say);

  if (word === 'help') return tell(riskHelpMessage());
  if (word === 'list' || word === 'mine')
    return answerCommand(deps, command, tell, (visit) =>
      showRiskList(visit, word === 'mine' ? 'mine' : 'all'),
    );
  if (number !== null) return answerCommand(deps, command, tell, (visit) => showNamed(visit, `R-${number}`));
  if (slip && !(await isName(deps, command, text))) return tell(riskHelpMessage(text, slip));
  await openThen(
    deps,
    whoTyped(command),
    command.trigger_id,
    'Flag account risk',
    (visit) => beginFlag(visit, { name: text }),
    tell,
  );
}

async function showNamed(visit: Visit, name: string): Promise<Say | Refusal> {
  const found = await findRisk(visit, name);
  if (found) return showRisk(visit, found.id);
  return refuse('not_found', `There is no ${name}. /risk list shows what is open.`);
}
