import type { SlackCommandMiddlewareArgs } from '@slack/bolt';
import { searchAccounts } from '../src/accounts/search-accounts.ts';
import { failureOf } from '../src/platform/failure.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { whoTyped } from './answer.ts';
import { type Deps, visit } from './edge.ts';

/** Whether an account's name has this in it. Where that cannot be told, it may be: the window that opens says more. */
export async function isName(
  deps: Deps,
  command: SlackCommandMiddlewareArgs['command'],
  text: string,
): Promise<boolean> {
  try {
    const visited = await visit(deps, whoTyped(command), { ask: false });
    if (isRefusal(visited)) return true;
    return (await searchAccounts(visited.db, visited.workspace.id, text, 1)).length > 0;
  } catch (error) {
    deps.log.error({ command: command.command, ...failureOf(error) }, 'an account could not be looked up');
    return true;
  }
}
