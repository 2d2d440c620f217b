import { z } from 'zod';
import { nextMorning } from '../../cases/told/remind.ts';
import { defineMessage, dm } from '../../outbox/define-message.ts';
import type { NewMessage } from '../../outbox/message.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { loadAdmins } from './tell.ts';

/** What is said of so many accounts at once that nobody is asked about each of them. */
export const FOUND_MESSAGES = {
  many: defineMessage({
    kind: 'deals_many',
    data: z.object({ accounts: z.number() }),
    about: 'internal',
    whenUnknown: 'resend',
    load: async (_, { data }) => data,
  }),
};

/** Tells admins on their next morning. */
export async function manyFound(ctx: TxCtx, settings: Settings, accounts: number): Promise<NewMessage[]> {
  const admins = await loadAdmins(ctx, settings);
  return admins.map((admin) =>
    FOUND_MESSAGES.many.root({
      subject: { type: 'workspace', id: ctx.workspace.id },
      ...dm(admin),
      thread: `deals_many:${ctx.now.toISOString()}:${admin.id}`,
      data: { accounts },
      holdUntil: nextMorning(admin, settings, ctx.now).at,
    }),
  );
}
