import { enqueue } from '../src/outbox/enqueue.ts';
import { isDm } from '../src/outbox/message.ts';
import { findAdmins } from '../src/people/find-admins.ts';
import type { TxCtx } from '../src/platform/ctx.ts';
import { loadSettings } from '../src/settings/load-settings.ts';

/**
 * A channel is closed to Baton: those who can mend it hear of it, once a day for each reason. A person's
 * DM that is closed is nothing to mend: they have left. Of a scope that is missing they hear once.
 */
export async function tellAdmins(
  ctx: TxCtx,
  blocked: { lane: string; reason: string; scope?: string },
): Promise<void> {
  const { lane, reason, scope } = blocked;
  if (scope !== undefined)
    return tell(ctx, { kind: 'scope_missing', about: `scope:${scope}`, data: { scope } });
  if (isDm(lane)) return;
  const about = `blocked:${lane}:${reason}:${ctx.now.toISOString().slice(0, 10)}`;
  await tell(ctx, { kind: 'channel_blocked', about, data: { channel: lane, reason } });
}

async function tell(
  ctx: TxCtx,
  { kind, about, data }: { kind: string; about: string; data: Record<string, string> },
): Promise<void> {
  const settings = await loadSettings(ctx.tx, ctx.workspace.id);
  const admins = await findAdmins(ctx.tx, ctx.workspace.id, settings);
  await enqueue(
    ctx,
    admins.map((admin) => {
      const thread = `${about}:${admin.id}`;
      return {
        kind,
        subject: { type: 'workspace', id: ctx.workspace.id },
        memberId: admin.id,
        data,
        lane: admin.slackUserId,
        thread,
        root: true,
        dedupeKey: thread,
      };
    }),
  );
}
