import { sendHeld } from '../outbox/send-held.ts';
import { audit } from '../platform/audit.ts';
import { actingMember, type Ctx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { transactOnce } from '../platform/transact.ts';

/** Whoever a digest is for saw that it did not come, and wants it again. Asked twice, it goes out once. */
export function sendAgain(ctx: Ctx, { runId }: { runId: string }): Promise<{ sent: number } | Refusal> {
  const memberId = actingMember(ctx);
  return transactOnce(ctx, 'send_again', async (ctx) => {
    const run = await ctx.tx.digestRun.findFirst({
      where: { id: runId, workspaceId: ctx.workspace.id },
      select: { requestedById: true, subscription: { select: { ownerId: true } } },
    });
    const isTheirs = (run?.subscription?.ownerId ?? run?.requestedById) === memberId;
    if (!run || !isTheirs) return refuse('not_yours', 'Only whoever this digest is for can send it again.');
    const subject = { type: 'digest', id: runId };
    const sent = await sendHeld(ctx, subject);
    if (sent > 0) await audit(ctx, { subject, action: 'digest.sent_again', data: { messages: sent } });
    return { sent };
  });
}
