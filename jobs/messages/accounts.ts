import { ACCOUNT_MESSAGES } from '../../src/accounts/change/share-account.ts';
import { findAccounts } from '../../src/accounts/find/find-accounts.ts';
import { loadLifecycle, loadProfile } from '../../src/accounts/read/load-profile.ts';
import { loadAccountHandoffs } from '../../src/handoffs/read/find-handoffs.ts';
import { loadHealthCourse } from '../../src/health/read/load-health-course.ts';
import { drawn } from '../../src/outbox/define-message.ts';
import type { DeliveryCtx } from '../../src/outbox/delivery.ts';
import { loadAccountRisk } from '../../src/risks/read/load-risks.ts';
import { loadSetAside } from '../../src/risks/read/ranking.ts';
import type { AccountFace } from '../../views/accounts/account-card.ts';
import { sharedCard } from '../../views/accounts/share-views.ts';

export const DRAWN_ACCOUNT_MESSAGES = drawn(ACCOUNT_MESSAGES, {
  async card(share, { ctx, message, where: { dm } }) {
    const face = await loadShared(ctx, message.subject.id);
    return face && sharedCard(face, { ...share, keptFrom: dm ? share.channel : null });
  },
});

/** The account as it is now, or what it was merged into, without what private handoffs say of it. */
async function loadShared(ctx: DeliveryCtx, accountId: string): Promise<AccountFace | null> {
  const [account] = await findAccounts(ctx.db, ctx.workspace.id, [{ id: accountId }]);
  if (!account || account === 'ambiguous') return null;
  const profile = await loadProfile(ctx, account.id);
  const lifecycle = await loadLifecycle(ctx, account.id);
  if (!profile || !lifecycle) return null;
  return {
    profile,
    lifecycle,
    now: ctx.now,
    ...(await loadAccountHandoffs(ctx, account.id, 'everyone')),
    health: await loadHealthCourse(ctx, account.id),
    openRisk: await loadAccountRisk(ctx, account.id),
    setAside: await loadSetAside(ctx, account.id),
  };
}
