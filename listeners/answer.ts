import type { RespondArguments, SlackCommandMiddlewareArgs, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { failureOf } from '../src/platform/failure.ts';
import { isRefusal, type Refusal } from '../src/platform/refusal.ts';
import { refusalMessage } from '../views/handoffs/refusal-message.ts';
import { type Deps, UNAVAILABLE, type Visit, visit, type Who } from './edge.ts';

/** A line for the person alone, or a message in place of the one they clicked. */
export type Say = { text: string; blocks?: KnownBlock[]; replace?: boolean };

type Respond = (message: RespondArguments) => Promise<unknown>;

/** `thread`: where they clicked, so that they read the answer there. */
export async function tellInMessage(
  respond: Respond,
  { text, blocks, replace }: Say,
  thread?: string,
): Promise<void> {
  await respond({
    text,
    ...(thread ? { thread_ts: thread } : {}),
    ...(blocks ? { blocks } : {}),
    response_type: 'ephemeral',
    replace_original: replace ?? false,
  });
}

/** Answers a command with what only its sender reads; a refusal and a failure are said too. */
export async function answerCommand(
  deps: Deps,
  command: SlackCommandMiddlewareArgs['command'],
  tell: (say: Say) => Promise<void>,
  run: (visit: Visit) => Promise<Say | Refusal>,
): Promise<void> {
  try {
    const visited = await visit(deps, whoTyped(command), { ask: true });
    const said = isRefusal(visited) ? visited : await run(visited);
    await tell(isRefusal(said) ? refusalMessage(said.message) : said);
  } catch (error) {
    deps.log.error({ command: command.command, ...failureOf(error) }, 'a command failed');
    await tell({ text: UNAVAILABLE });
  }
}

export function whoTyped(command: SlackCommandMiddlewareArgs['command']): Who {
  return { teamId: command.team_id, userId: command.user_id };
}

export function whoPressed(shortcut: SlackShortcutMiddlewareArgs['shortcut']): Who {
  return { teamId: shortcut.team?.id ?? '', userId: shortcut.user.id, homeTeamId: shortcut.user.team_id };
}
