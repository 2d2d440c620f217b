import { z } from 'zod';
import { defineMessage } from '../../outbox/define-message.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import { loadPeople } from '../../people/load-people.ts';
import { canAnswer, type Person } from '../../people/person.ts';
import { audit, memberOf } from '../../platform/audit.ts';
import type { Ctx, ReadCtx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal } from '../../platform/refusal.ts';
import { transactOnce } from '../../platform/transact.ts';
import { loadForChange } from '../account-scene.ts';
import { decideShare, SHARED } from '../share.ts';

export interface Share {
  by: Person;
  at: Date;
  /** Where it was to go. */
  channel: string;
  note: string;
}

/** Who shared an account, when and why; null when there is no such entry, or nobody left to name. */
async function loadShare(ctx: ReadCtx, entryId: string): Promise<Share | null> {
  const entry = await ctx.db.auditEntry.findFirst({
    where: { id: entryId, workspaceId: ctx.workspace.id, action: 'account.shared' },
  });
  const memberId = memberOf(entry?.actor);
  const data = entry && SHARED.read(entry.data, entry.id);
  if (!entry || !data || memberId === null) return null;
  const by = (await loadPeople(ctx.db, ctx.workspace.id, [memberId])).get(memberId);
  return by ? { by, at: entry.at, ...data } : null;
}

/** What is said of an account that somebody shares. */
export const ACCOUNT_MESSAGES = {
  card: defineMessage({
    kind: 'account_card',
    data: z.object({ entryId: z.string() }),
    about: 'customer',
    whenUnknown: 'resend',
    load: (ctx, { data }) => loadShare(ctx, data.entryId),
    /** Whoever shared it has it to themselves, and sees that it did not go out. */
    async fallback(ctx, { data }) {
      const share = await loadShare(ctx, data.entryId);
      return share && canAnswer(share.by) ? share.by.slackUserId : null;
    },
  }),
};

export interface SharedAccount {
  accountId: string;
  name: string;
  channel: string;
}

/**
 * Puts an account's card into a channel, in the name of whoever asks for it. Who reads the channel is looked at when
 * it is posted, whatever was found before.
 */
export function shareAccount(
  ctx: Ctx,
  command: { accountId: string; channel: string; note: string },
): Promise<SharedAccount | Refusal> {
  return transactOnce(ctx, 'share_account', async (ctx) => {
    const scene = await loadForChange(ctx, command.accountId, 'share');
    if (isRefusal(scene)) return scene;
    const decision = decideShare(command);
    if (isRefusal(decision)) return decision;
    const { id, name } = scene.account;
    const subject = { type: 'account', id };
    const entryId = await audit(ctx, { subject, action: 'account.shared', data: SHARED.write(decision) });
    const thread = `account:${id}:share:${entryId}`;
    const { channel: destination } = decision;
    await enqueue(ctx, [ACCOUNT_MESSAGES.card.root({ subject, destination, thread, data: { entryId } })]);
    return { accountId: id, name, channel: decision.channel };
  });
}
