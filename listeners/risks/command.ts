import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { closest } from '../../src/platform/closest.ts';
import { type Refusal, refuse } from '../../src/platform/refusal.ts';
import { findRisk } from '../../src/risks/find-risk.ts';
import { riskHelpMessage } from '../../views/risks/help-message.ts';
import { answerCommand, type Say, tellInMessage, whoTyped } from '../answer.ts';
import type { Deps, Visit } from '../edge.ts';
import { openThen } from '../modal.ts';
import { beginFlag } from './flag.ts';
import { showRiskList } from './lists.ts';
import { showRisk } from './show-risk.ts';

type Command = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

const WORDS = ['list', 'mine', 'help'] as const;
const NUMBER = /^r-?\d{1,9}$/i;

/** `/risk`, `/risk Acme`, `/risk list`, `mine`, `R-7`, `help`. Anything else is an account's name. */
export async function onRiskCommand(deps: Deps, { ack, command, respond }: Command): Promise<void> {
  await ack();
  const text = command.text.trim().replace(/\s+/g, ' ');
  const word = text.toLowerCase();
  const tell = (say: Say) => tellInMessage(respond, say);

  if (word === 'help') return tell(riskHelpMessage());
  if (word === 'list' || word === 'mine')
    return answerCommand(deps, command, tell, (visit) =>
      showRiskList(visit, word === 'mine' ? 'mine' : 'all'),
    );
  if (NUMBER.test(text)) return answerCommand(deps, command, tell, (visit) => showNamed(visit, text));
  // One word that is nearly a command is more likely a slip than a customer.
  const near = /^\S+$/.test(word) && word.length <= 5 ? closest(word, WORDS) : null;
  if (near) return tell(riskHelpMessage(text, near));
  // `new` says that what follows is a name, whatever it looks like.
  const name = text.replace(/^new(?: |$)/i, '');
  await openThen(
    deps,
    whoTyped(command),
    command.trigger_id,
    'Flag account risk',
    (visit) => beginFlag(visit, { name }),
    tell,
  );
}

async function showNamed(visit: Visit, name: string): Promise<Say | Refusal> {
  const found = await findRisk(visit, name);
  if (found) return showRisk(visit, found.id);
  const written = name.toUpperCase().replace(/^R-?/, 'R-');
  return refuse('not_found', `There is no ${written}. \`/risk list\` shows what is open.`);
}
