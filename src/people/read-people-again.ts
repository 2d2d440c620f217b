import { audit } from '../platform/audit.ts';
import type { Ctx } from '../platform/ctx.ts';
import { transact } from '../platform/transact.ts';

/** Has the people read from Slack at the next look, whenever that was done last. */
export function readPeopleAgain(ctx: Ctx): Promise<{ asked: true }> {
  return transact(ctx, async (ctx) => {
    const { id } = ctx.workspace;
    await ctx.tx.workspace.update({ where: { id }, data: { peopleSyncedAt: null } });
    await audit(ctx, { subject: { type: 'workspace', id }, action: 'people.asked' });
    return { asked: true };
  });
}
