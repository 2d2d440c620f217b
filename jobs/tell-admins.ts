import { enqueue } from '../src/outbox/enqueue.ts';
import { isDm } from '../src/outbox/message.ts';
import { findAdmins } from '../src/people/find-admins.ts';
import type { TxCtx } from '../src/platform/ctx.ts';
import { loadSettings } from '../src/settings/load-settings.ts';

/**
 * A channel is closed to Baton: those who can mend it hear of it, once a day for each reason. A person's
 * DM that is closed is nothing to mend: they have left.
 */
export async function tellAdmins(ctx: TxCtx, blocked: { lane: string; reason: string }): Promise<void> {
  if (isDm(blocked.lane)) return;
  const settings = await loadSettings(ctx.tx, ctx.workspace.id);
  const admins = await findAdmins(ctx.tx, ctx.workspace.id, settings);
  const day = ctx.now.toISOString().slice(0, 10);
  await enqueue(
    ctx,
    admins.map((admin) => {
      const thread = `blocked:${blocked.lane}:${blocked.reason}:${day}:${admin.id}`;
      return {
        kind: 'channel_blocked',
        subject: { type: 'workspace', id: ctx.workspace.id },
        memberId: admin.id,
        data: { channel: blocked.lane, reason: blocked.reason },
        lane: admin.slackUserId,
        thread,
        root: true,
        dedupeKey: thread,
      };
    }),
  );
}
