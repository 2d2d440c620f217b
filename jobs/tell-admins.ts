import { z } from 'zod';
import { defineMessage, dm } from '../src/outbox/define-message.ts';
import { enqueue } from '../src/outbox/enqueue.ts';
import { isDm, type NewMessage } from '../src/outbox/message.ts';
import { findAdmins } from '../src/people/load-people.ts';
import type { TxCtx } from '../src/platform/ctx.ts';
import { loadSettings } from '../src/settings/load-settings.ts';

const toAdmins = { about: 'internal', whenUnknown: 'resend' } as const;

/** What admins are told of where Baton may not speak. */
export const ADMIN_MESSAGES = {
  blocked: defineMessage({
    kind: 'channel_blocked',
    ...toAdmins,
    data: z.object({ channel: z.string(), reason: z.string() }),
  }),
  scope: defineMessage({ kind: 'scope_missing', ...toAdmins, data: z.object({ scope: z.string() }) }),
};

/**
 * A channel is closed to Baton: those who can mend it hear of it, once a day for each reason. A person's
 * DM that is closed is nothing to mend: they have left. Of a scope that is missing they hear once.
 */
export async function tellAdmins(
  ctx: TxCtx,
  blocked: { lane: string; reason: string; scope?: string },
): Promise<void> {
  const { lane: channel, reason, scope } = blocked;
  const subject = { type: 'workspace', id: ctx.workspace.id };
  if (scope !== undefined)
    return tell(ctx, `scope:${scope}`, (to) =>
      ADMIN_MESSAGES.scope.root({ subject, ...to, data: { scope } }),
    );
  if (isDm(channel)) return;
  await tell(ctx, `blocked:${channel}:${reason}:${ctx.now.toISOString().slice(0, 10)}`, (to) =>
    ADMIN_MESSAGES.blocked.root({ subject, ...to, data: { channel, reason } }),
  );
}

async function tell(
  ctx: TxCtx,
  about: string,
  message: (to: ReturnType<typeof dm> & { thread: string }) => NewMessage,
): Promise<void> {
  const settings = await loadSettings(ctx.tx, ctx.workspace.id);
  const admins = await findAdmins(ctx.tx, ctx.workspace.id, settings);
  await enqueue(
    ctx,
    admins.map((admin) => message({ ...dm(admin), thread: `${about}:${admin.id}` })),
  );
}
