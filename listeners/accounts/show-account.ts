import { ACCOUNT_NOT_FOUND, loadAccountScene } from '../../src/accounts/account-scene.ts';
import { loadProfile } from '../../src/accounts/load-profile.ts';
import { mayAccount } from '../../src/accounts/rights.ts';
import { loadAccountHandoffs } from '../../src/handoffs/load-account-handoffs.ts';
import { loadStandings } from '../../src/health/load-standings.ts';
import { loadTrend } from '../../src/health/load-trend.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { loadAccountRisk } from '../../src/risks/load-account-risk.ts';
import { accountCard } from '../../views/accounts/account-card.ts';
import type { Visit } from '../edge.ts';
import type { Say } from '../frames.ts';

/** All that is known of an account, to the visitor alone. */
export async function showAccount(visit: Visit, accountId: string): Promise<Say | Refusal> {
  const { db, workspace, now, me } = visit;
  const scene = await loadAccountScene(visit, accountId);
  if (isRefusal(scene)) return scene;
  const { roles, account } = scene;
  if (!mayAccount('read', roles, account)) return ACCOUNT_NOT_FOUND;
  const profile = await loadProfile(visit, account.id);
  const standing = (await loadStandings(db, workspace.id, [account.id], now)).get(account.id);
  if (!profile || !standing) return ACCOUNT_NOT_FOUND;
  const { open, accepted } = await loadAccountHandoffs(visit, account.id, me.id);
  return accountCard({
    ...{ profile, standing, open, accepted, roles },
    trend: await loadTrend(visit, account.id, standing.score),
    openRisk: await loadAccountRisk(visit, account.id),
  });
}
