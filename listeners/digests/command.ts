import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { closest } from '../../src/platform/closest.ts';
import { digestHelpMessage } from '../../views/digests/help-message.ts';
import { DIGEST_MORE_VERBS } from '../../views/digests/ids.ts';
import { answerCommand, type Say, tellInMessage } from '../answer.ts';
import type { Deps } from '../edge.ts';
import { runTyped, showDigests } from './menu.ts';

type Command = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

const WORDS = [...DIGEST_MORE_VERBS, 'help'];

/** `/digest`, `/digest now`, `preview`, `agenda`, `stop`, `help`. */
export async function onDigestCommand(deps: Deps, { ack, command, respond }: Command): Promise<void> {
  await ack();
  const text = command.text.trim().replace(/\s+/g, ' ');
  const word = text.toLowerCase();
  const tell = (say: Say) => tellInMessage(respond, say);

  if (word === 'help') return tell(digestHelpMessage());
  if (word === '') return answerCommand(deps, command, tell, (visit) => showDigests(visit));
  const verb = DIGEST_MORE_VERBS.find((one) => one === word);
  if (!verb) return tell(digestHelpMessage(text, closest(word, WORDS)));
  // Delivered again, it is the same wish.
  const request = `digest:${command.trigger_id}`;
  return answerCommand(deps, command, tell, (visit) => runTyped({ ...visit, request }, verb));
}
