import type { ModalView } from '@slack/types';
import type { Account } from '../../prisma/generated/client.ts';
import { ACCOUNT_NOT_FOUND, loadAccountScene, loadForChange } from '../../src/accounts/account-scene.ts';
import { loadLifecycle, loadProfile } from '../../src/accounts/read/load-profile.ts';
import { type AccountVerb, mayAccount } from '../../src/accounts/rights.ts';
import { loadAccountHandoffs } from '../../src/handoffs/read/find-handoffs.ts';
import { loadHealthCourse } from '../../src/health/read/load-health-course.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { loadAccountRisk } from '../../src/risks/read/load-risks.ts';
import { loadSetAside } from '../../src/risks/read/ranking.ts';
import { accountCard } from '../../views/accounts/account-card.ts';
import type { Say } from '../answer.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';

/** An account for a visitor who has the right to this. */
export async function loadChangeable(
  visit: Visit,
  accountId: string,
  right: AccountVerb,
): Promise<Account | Refusal> {
  const scene = await loadForChange(visit, accountId, right);
  return isRefusal(scene) ? scene : scene.account;
}

/** Opens a window of an account to those who have the right to this. */
export function opensAccount(
  title: string,
  right: AccountVerb,
  draw: (account: Account, visit: Visit) => ModalView | Promise<ModalView>,
): ClickHandler {
  return {
    opens: title,
    async view(visit, { value }) {
      const account = await loadChangeable(visit, readId(value), right);
      return isRefusal(account) ? account : draw(account, visit);
    },
  };
}

/** The account anew, in place of the answer in which it was changed. */
export async function showAnew(visit: Visit, changed: { id: string } | Refusal): Promise<Say | Refusal> {
  const said = isRefusal(changed) ? changed : await showAccount(visit, changed.id);
  return isRefusal(said) ? said : { ...said, replace: true };
}

/** All that is known of an account, to the visitor alone. */
export async function showAccount(visit: Visit, accountId: string): Promise<Say | Refusal> {
  const scene = await loadAccountScene(visit, accountId);
  if (isRefusal(scene)) return scene;
  const { roles, account } = scene;
  if (!mayAccount('read', roles, account)) return ACCOUNT_NOT_FOUND;
  const profile = await loadProfile(visit, account.id);
  const lifecycle = await loadLifecycle(visit, account.id);
  if (!profile || !lifecycle) return ACCOUNT_NOT_FOUND;
  return accountCard({
    profile,
    lifecycle,
    roles,
    readerId: visit.me.id,
    now: visit.now,
    ...(await loadAccountHandoffs(visit, account.id, { memberId: visit.me.id })),
    health: await loadHealthCourse(visit, account.id),
    openRisk: await loadAccountRisk(visit, account.id),
    setAside: await loadSetAside(visit, account.id),
  });
}
