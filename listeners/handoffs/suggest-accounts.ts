import type { AllMiddlewareArgs, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import { checkAccountName, nameKey } from '../../src/accounts/account.ts';
import { searchAccounts } from '../../src/accounts/search-accounts.ts';
import { failureOf } from '../../src/platform/failure.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { clip } from '../../views/kit/clip.ts';
import { option } from '../../views/kit/elements.ts';
import { LIMITS } from '../../views/kit/limits.ts';
import { type Deps, visit } from '../edge.ts';

type Options = SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs;

const SHOWN = 20;

/** Accounts whose name fits what is typed, and *Create* for a name that no account has. */
export async function suggestAccounts(deps: Deps, { ack, body, payload }: Options): Promise<void> {
  const typed = (payload.value ?? '').trim();
  try {
    const who = { teamId: body.team?.id ?? '', userId: body.user.id, homeTeamId: body.user.team_id };
    const visited = await visit(deps, who, { ask: false });
    if (isRefusal(visited)) return await ack({ options: [] });
    const found = await searchAccounts(deps.db, visited.workspace.id, typed, SHOWN);
    const options = found.map(({ id, name, domain }) => option(id, name, domain ?? undefined));
    const isNew =
      !found.some((one) => nameKey(one.name) === nameKey(typed)) && !isRefusal(checkAccountName(typed));
    // A value takes 75 characters. A longer name is cut here and finished in the field that opens.
    const create = isNew
      ? [option(`new:${clip(typed, LIMITS.optionValue - 4)}`, `Create “${clip(typed, 60)}”`)]
      : [];
    await ack({ options: [...options, ...create] });
  } catch (error) {
    deps.log.error({ ...failureOf(error) }, 'accounts could not be suggested');
    await ack({ options: [] });
  }
}
