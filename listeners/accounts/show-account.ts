import { ACCOUNT_NOT_FOUND, loadAccountScene } from '../../src/accounts/account-scene.ts';
import { loadLifecycle } from '../../src/accounts/load-lifecycle.ts';
import { loadProfile } from '../../src/accounts/load-profile.ts';
import { mayAccount } from '../../src/accounts/rights.ts';
import { loadAccountHandoffs } from '../../src/handoffs/load-account-handoffs.ts';
import { loadHealthCourse } from '../../src/health/load-health-course.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { loadAccountRisk } from '../../src/risks/load-account-risk.ts';
import { loadSetAside } from '../../src/risks/load-set-aside.ts';
import { accountCard } from '../../views/accounts/account-card.ts';
import type { Say } from '../answer.ts';
import type { Visit } from '../edge.ts';

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
    ...{ profile, lifecycle, roles, now: visit.now },
    ...(await loadAccountHandoffs(visit, account.id, { memberId: visit.me.id })),
    health: await loadHealthCourse(visit, account.id),
    openRisk: await loadAccountRisk(visit, account.id),
    setAside: await loadSetAside(visit, account.id),
  });
}
