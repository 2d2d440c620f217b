import { audit } from '../platform/audit.ts';
import { actingMember, type Ctx, type TxCtx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { LostRace, transactOnce } from '../platform/transact.ts';

/** Whoever wanted a digest wants it no more. Stopping it twice is stopping it. */
export function stopSubscription(
  ctx: Ctx,
  { subscriptionId }: { subscriptionId: string },
): Promise<{ subscriptionId: string } | Refusal> {
  const ownerId = actingMember(ctx);
  return transactOnce(ctx, 'stop_subscription', async (ctx) => {
    const found = await ctx.tx.digestSubscription.findFirst({
      where: { id: subscriptionId, workspaceId: ctx.workspace.id, ownerId },
      select: { version: true, stoppedAt: true },
    });
    if (!found) return refuse('not_found', 'There is no such digest of yours.');
    if (found.stoppedAt === null) await stop(ctx, { id: subscriptionId, version: found.version }, 'asked');
    return { subscriptionId };
  });
}

/**
 * Part of a transaction. `why`: its owner asked, wants one of something else in its place, may not read those figures
 * any more, or has left.
 */
export async function stop(
  ctx: TxCtx,
  { id, version }: { id: string; version: number },
  why: 'asked' | 'replaced' | 'rights' | 'left',
): Promise<void> {
  const { count } = await ctx.tx.digestSubscription.updateMany({
    where: { id, workspaceId: ctx.workspace.id, version, stoppedAt: null },
    data: { stoppedAt: ctx.now, dueAt: null, version: { increment: 1 } },
  });
  if (count === 0) throw new LostRace(`Digest ${id}`);
  await audit(ctx, { subject: { type: 'digest_subscription', id }, action: 'digest.stopped', data: { why } });
}
