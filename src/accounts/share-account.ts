import { enqueue } from '../outbox/enqueue.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { transactOnce } from '../platform/transact.ts';
import { loadForChange } from './account-scene.ts';
import { decideShare, SHARED } from './share.ts';

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
    await enqueue(ctx, [
      {
        kind: 'account_card',
        subject,
        data: { entryId },
        lane: decision.channel,
        thread,
        root: true,
        dedupeKey: thread,
      },
    ]);
    return { accountId: id, name, channel: decision.channel };
  });
}
