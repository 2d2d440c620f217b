import { giveView } from '../../src/health/give-view.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { viewGivenMessage } from '../../views/health/csm-view.ts';
import { readValue } from '../../views/kit/ids.ts';
import { showAnew } from '../accounts/show-account.ts';
import type { ClickHandler } from '../click.ts';

/** *Your view*, on the account's card, which is drawn anew, and in the DM of a morning, which keeps up by itself. */
export const viewClick: ClickHandler = {
  async says(visit, { value, ephemeral }) {
    const { verb: accountId, rest } = readValue(value);
    const given = await giveView(visit, { accountId: readId(accountId), value: rest });
    if (isRefusal(given)) return given;
    return ephemeral ? showAnew(visit, { id: given.accountId }) : viewGivenMessage(given);
  },
};
