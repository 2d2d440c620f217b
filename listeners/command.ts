import type { ModalView } from '@slack/types';
import { isRefusal, type Refusal } from '../src/platform/refusal.ts';
import { refusalMessage } from '../views/kit/blocks.ts';
import { answerOf, type Say, tellAt } from './answer.ts';
import { type Deps, digest, type Visit, visit, type Who, withinEdge } from './edge.ts';
import { openThen } from './modal.ts';
import type { CommandPayload } from './payloads.ts';
import { explain, STILL } from './trouble.ts';

/** What a typed command leads to. Only what opens a window is acked before: the answer comes with the ack. */
export type CommandAnswer =
  | {
      opens: string;
      view: (visit: Visit) => Promise<ModalView | Refusal>;
      /** What is said in place of the window, where it is not what was meant. */
      unless?: (visit: Visit) => Promise<Say | null>;
    }
  | { answers: (visit: Visit) => Promise<Say | Refusal> }
  /** It rests on nothing that is stored. */
  | { says: Say };

/** What was typed behind the command → what it leads to. */
export type CommandHandler = (typed: string) => CommandAnswer;

/** Runs one row of the command table. */
export function frameCommand(deps: Deps, handler: CommandHandler) {
  return async (
    payload: CommandPayload,
    who: Who,
    ack: (answer?: ReturnType<typeof answerOf>) => Promise<void>,
  ): Promise<void> => {
    const answer = handler(payload.text);
    const tell = tellAt(payload.response_url, deps.log);
    if ('says' in answer) return ack(answerOf(answer.says));
    if ('opens' in answer) {
      await ack();
      const instead = answer.unless && (await lookFirst(deps, who, answer.unless));
      if (instead) return tell(instead);
      return openThen(deps, who, payload.trigger_id, answer.opens, answer.view, tell);
    }
    const request = `command:${digest([payload.user_id, payload.command, payload.text, payload.trigger_id])}`;
    const work = run(deps, who, request, answer.answers).catch((error: unknown): Say => {
      const { message } = explain(deps.log, error, 'a command failed', { command: payload.command });
      return refusalMessage(message);
    });
    const said = await withinEdge(work, () => null);
    await ack(answerOf(said ?? { text: STILL }));
    if (said === null) await tell(await work);
  };
}

async function run(
  deps: Deps,
  who: Who,
  request: string,
  answers: (visit: Visit) => Promise<Say | Refusal>,
): Promise<Say> {
  const visited = await visit(deps, who, { ask: true });
  const said = isRefusal(visited) ? visited : await answers({ ...visited, request });
  return isRefusal(said) ? refusalMessage(said.message) : said;
}

/** Where it cannot be told what was meant, the window opens, and says why. */
async function lookFirst(
  deps: Deps,
  who: Who,
  unless: (visit: Visit) => Promise<Say | null>,
): Promise<Say | null> {
  try {
    const visited = await visit(deps, who, { ask: false });
    return isRefusal(visited) ? null : await unless(visited);
  } catch (error) {
    explain(deps.log, error, 'what a command meant could not be looked up');
    return null;
  }
}
