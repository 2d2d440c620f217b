import { tellOfOutsiders } from './block.ts';
import type { Claim } from './claim.ts';
import { type Delivery, LEASE_MS } from './delivery.ts';
import { recordBug, recordFailure } from './failure.ts';
import { moveThread } from './move.ts';
import { bringPicture, isPictureRefused } from './picture.ts';
import { post } from './post.ts';
import { fallbackOf, NOT_PRIVATE, prepare } from './prepare.ts';
import { recordEnd, recordLater, recordMoved, recordSent } from './record.ts';
import { withdraw } from './withdraw.ts';

/**
 * Takes one claimed message to its end: posted once, moved, put back or ended. Everything before the
 * post may be repeated; the post is made once, and after it only its outcome is written.
 */
export async function deliverMessage(
  d: Delivery,
  claim: Claim,
  { withoutPicture = false } = {},
): Promise<void> {
  if (claim.threadLane !== claim.lane) {
    await recordMoved(d.db, claim, claim.threadLane);
    return;
  }
  if (await isOrphan(d, claim)) {
    await recordEnd(d.db, claim, 'skipped', 'no_root');
    return;
  }
  const wait = withoutPicture ? null : await bringPicture(d, claim);
  if (wait !== null) {
    await recordLater(d.db, claim, wait);
    return;
  }
  const prepared = await prepare(d, claim, { posted: false, withoutPicture });
  if (prepared === 'nothing to say') {
    await recordEnd(d.db, claim, 'skipped', null);
    return;
  }
  if ('moveBecause' in prepared) return move(d, claim, prepared.moveBecause);
  if ('failure' in prepared) return recordFailure(d, claim, prepared.failure);
  if ('bug' in prepared) return recordBug(d, claim, prepared);
  if (d.stopping || isLate(d, claim)) {
    await recordLater(d.db, claim, { ms: 0, error: null, counts: false });
    return;
  }
  const outcome = await post(d.slack(claim.workspace), claim, prepared.say);
  if ('failure' in outcome) {
    if (!withoutPicture && isPictureRefused(d, claim, prepared.say, outcome.failure))
      return deliverMessage(d, claim, { withoutPicture: true });
    return recordFailure(d, claim, outcome.failure);
  }
  const kept = await recordSent(d.db, claim, { ...outcome.posted, certain: true });
  if (!kept)
    d.log.warn({ messageId: claim.message.id }, 'posted after its lease was lost; looking will find it');
}

/** A reply whose root will not be said: alone in the channel it would make no sense. */
async function isOrphan(d: Delivery, claim: Claim): Promise<boolean> {
  if (claim.root || claim.threadTs !== null) return false;
  const root = await d.db.outboxMessage.findFirst({
    where: { workspaceId: claim.workspace.id, thread: claim.thread, isRoot: true },
    orderBy: { seq: 'desc' },
    select: { state: true },
  });
  return root !== null && /^(skipped|held|dead)$/.test(root.state);
}

/** Too little of the lease is left for a call to Slack to end within it. */
export function isLate(d: Delivery, claim: Pick<Claim, 'claimedAt'>): boolean {
  return d.clock.wall().getTime() - claim.claimedAt.getTime() > LEASE_MS / 2;
}

/** The lane is closed to this message: its thread goes to the fallback's DM, or it stays as blocked. */
async function move(d: Delivery, claim: Claim, reason: string): Promise<void> {
  if (reason === NOT_PRIVATE) {
    const failure = await withdraw(d, claim);
    if (failure !== null) return recordFailure(d, claim, failure);
    await tellOfOutsiders(d, claim);
  }
  let person: string | null;
  try {
    person = await fallbackOf(d, claim);
  } catch (cause) {
    return recordBug(d, claim, { bug: 'fallback_failed', dead: false, cause });
  }
  const ids = { workspaceId: claim.workspace.id, messageId: claim.message.id, lane: claim.lane, reason };
  if (person === null) {
    d.log.warn(ids, 'message has nowhere to go; it is kept as blocked');
    await recordEnd(d.db, claim, 'blocked', reason);
    return;
  }
  d.log.info(ids, 'message goes to a person instead of its channel');
  await moveThread(d.db, { messageId: claim.message.id, leaseToken: claim.leaseToken }, person, reason);
}
