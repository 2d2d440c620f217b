import type { AllMiddlewareArgs, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import { searchAccounts } from '../../src/accounts/search-accounts.ts';
import { failureOf } from '../../src/platform/failure.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { option } from '../../views/kit/elements.ts';
import { type Deps, visit } from '../edge.ts';

type Options = SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs;

const SHOWN = 20;

/** Accounts whose name fits what is typed, but for the one that is to be merged. */
export async function suggestSurvivors(deps: Deps, { ack, body, payload }: Options): Promise<void> {
  try {
    const who = { teamId: body.team?.id ?? '', userId: body.user.id, homeTeamId: body.user.team_id };
    const visited = await visit(deps, who, { ask: false });
    if (isRefusal(visited)) return await ack({ options: [] });
    const typed = (payload.value ?? '').trim();
    const found = await searchAccounts(deps.db, visited.workspace.id, typed, SHOWN + 1);
    const others = found.filter(({ id }) => id !== body.view?.private_metadata).slice(0, SHOWN);
    await ack({ options: others.map(({ id, name, domain }) => option(id, name, domain ?? undefined)) });
  } catch (error) {
    deps.log.error({ ...failureOf(error) }, 'accounts could not be suggested');
    await ack({ options: [] });
  }
}
