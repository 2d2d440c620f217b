import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { closest } from '../../src/platform/closest.ts';
import { digestHelpMessage } from '../../views/digests/help-message.ts';
import { DIGEST_MORE_VERBS } from '../../views/digests/ids.ts';
import { answerCommand, type Say, tellInMessage } from '../answer.ts';
import type { Deps } from '../edge.ts';
import { parseCommand } from '../parse-command.ts';
import { runTyped, showDigests } from './menu.ts';

type Command = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

const WORDS = [...DIGEST_MORE_VERBS, 'help'] as const;

/** `/digest`, `/digest now`, `preview`, `agenda`, `stop`, `help`. */
export async function onDigestCommand(deps: Deps, { ack, command, respond }: Command): Promise<void> {
  await ack();
  const { text, word } = parseCommand(command.text, WORDS);
  const tell = (say: Say) => tellInMessage(respond, say);

  if (word === 'help') return tell(digestHelpMessage());
  if (text === '') return answerCommand(deps, command, tell, (visit) => showDigests(visit));
  if (!word) return tell(digestHelpMessage(text, closest(text, WORDS)));
  // Delivered again, it is the same wish.
  const request = `digest:${command.trigger_id}`;
  return answerCommand(deps, command, tell, (visit) => runTyped({ ...visit, request }, word));
}
