import { audit } from '../platform/audit.ts';
import { actingMember, type Ctx, type TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { LostRace, transactOnce } from '../platform/transact.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { digestMember } from './digest-member.ts';
import {
  calendarOfDigest,
  checkWanted,
  isOfSame,
  isSame,
  nextPlanned,
  tidyScope,
  type WantedDigest,
} from './subscription.ts';

export type Subscribed = {
  subscriptionId: string;
  /** When the next one comes; ISO. */
  dueAt: string;
  /** One that was there was changed. */
  wasThere: boolean;
};

/** More are noise. */
const MOST = 20;

/**
 * A member wants a digest, or wants theirs otherwise: what is to be of something else takes its place. What was due
 * before is not made up for.
 */
export function subscribe(ctx: Ctx, command: WantedDigest): Promise<Subscribed | Refusal> {
  const wanted = { ...command, ...tidyScope(command) };
  return transactOnce(ctx, 'subscribe', async (ctx) => {
    const refusal = checkWanted(wanted);
    if (refusal) return refusal;
    const settings = await loadSettings(ctx.tx, ctx.workspace.id);
    const owner = await digestMember(ctx, wanted, settings);
    if (isRefusal(owner)) return owner;
    const there = await findOne(ctx, owner.id, wanted);
    if (isRefusal(there)) return there;
    const found = there && isOfSame(there, wanted) ? there : undefined;
    // Of something else: what the former said is nothing to compare with.
    if (there && !found) await stop(ctx, there, 'replaced');
    const lastDay = found?.lastDay ?? null;
    const calendar = calendarOfDigest(wanted.zone, owner, settings);
    const { at: dueAt } = nextPlanned(wanted, calendar, { lastDay, since: ctx.now });
    const { subscriptionId: _, ...columns } = wanted;
    const id = found?.id ?? newId(ctx.now);
    const data = { ...columns, dueAt, updatedAt: ctx.now };
    const written = found
      ? await ctx.tx.digestSubscription.updateMany({
          where: { id, workspaceId: ctx.workspace.id, version: found.version },
          data: { ...data, version: { increment: 1 } },
        })
      : await ctx.tx.digestSubscription.createMany({
          data: [{ ...data, id, workspaceId: ctx.workspace.id, ownerId: owner.id, createdAt: ctx.now }],
          skipDuplicates: true,
        });
    if (written.count === 0) throw new LostRace(`Digest ${id}`);
    await audit(ctx, {
      subject: { type: 'digest_subscription', id },
      action: found ? 'digest.changed' : 'digest.subscribed',
      data: columns,
    });
    return { subscriptionId: id, dueAt: dueAt.toISOString(), wasThere: there !== undefined };
  });
}

/** The one that is to be changed; undefined where a new one is wanted. */
async function findOne(ctx: TxCtx, ownerId: string, wanted: WantedDigest) {
  const running = await ctx.tx.digestSubscription.findMany({
    where: { workspaceId: ctx.workspace.id, ownerId, stoppedAt: null },
    take: MOST,
  });
  const same = running.find((one) => isSame(one, wanted));
  if (wanted.subscriptionId === undefined) {
    if (!same && running.length >= MOST)
      return refuse(
        'too_many',
        `You already have ${MOST} digests. Stop one to add another: /digest lists them.`,
      );
    return same;
  }
  const one = running.find(({ id }) => id === wanted.subscriptionId);
  if (!one) return refuse('not_found', 'That digest no longer exists. /digest lists yours.');
  if (same && same.id !== one.id)
    return refuse('have_it', 'You already get this digest there. Edit that one instead.', 'scope');
  return one;
}

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
    if (!found) return refuse('not_found', 'That digest no longer exists. /digest lists yours.');
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
