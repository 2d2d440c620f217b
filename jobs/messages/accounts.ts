import { findAccounts } from '../../src/accounts/find-accounts.ts';
import { loadLifecycle } from '../../src/accounts/load-lifecycle.ts';
import { loadProfile } from '../../src/accounts/load-profile.ts';
import { loadShare } from '../../src/accounts/load-share.ts';
import { loadAccountHandoffs } from '../../src/handoffs/load-account-handoffs.ts';
import { loadHealthCourse } from '../../src/health/load-health-course.ts';
import type { DeliveryCtx, MessageKind } from '../../src/outbox/delivery.ts';
import { canAnswer } from '../../src/people/person.ts';
import { loadAccountRisk } from '../../src/risks/load-account-risk.ts';
import { loadSetAside } from '../../src/risks/load-set-aside.ts';
import type { AccountPicture } from '../../views/accounts/account-card.ts';
import { sharedCard } from '../../views/accounts/shared-card.ts';
import { textIn } from './fields.ts';

/** What is said of an account that somebody shares. */
export const ACCOUNT_MESSAGES: Record<string, MessageKind> = {
  account_card: {
    about: 'customer',
    whenUnknown: 'resend',
    async render(ctx, message, { dm }) {
      const share = await loadShare(ctx, textIn(message, 'entryId'));
      const picture = share && (await loadShared(ctx, message.subject.id));
      return picture && sharedCard(picture, { ...share, keptFrom: dm ? share.channel : null });
    },
    /** Whoever shared it has it to themselves, and sees that it did not go out. */
    async fallback(ctx, message) {
      const share = await loadShare(ctx, textIn(message, 'entryId'));
      return share && canAnswer(share.by) ? share.by.slackUserId : null;
    },
  },
};

/** The account as it is now, or what it was merged into, without what private handoffs say of it. */
async function loadShared(ctx: DeliveryCtx, accountId: string): Promise<AccountPicture | null> {
  const [account] = await findAccounts(ctx.db, ctx.workspace.id, [{ id: accountId }]);
  if (!account || account === 'ambiguous') return null;
  const profile = await loadProfile(ctx, account.id);
  const lifecycle = await loadLifecycle(ctx, account.id);
  if (!profile || !lifecycle) return null;
  return {
    ...{ profile, lifecycle, now: ctx.now },
    ...(await loadAccountHandoffs(ctx, account.id, 'everyone')),
    health: await loadHealthCourse(ctx, account.id),
    openRisk: await loadAccountRisk(ctx, account.id),
    setAside: await loadSetAside(ctx, account.id),
  };
}
