import { type Delivery, LEASE_MS } from '../delivery.ts';
import { foundNotPrivate } from '../readers/block.ts';
import { NOT_PRIVATE } from '../readers/take-down.ts';
import type { Claim } from './claim.ts';
import { outcomeOfBug, outcomeOfFailure } from './failure.ts';
import { TAKEN_DOWN } from './move.ts';
import { type Outcome, WAITS_FOR_ROOT } from './outcome.ts';
import { bringPicture, isPictureRefused } from './picture.ts';
import { post } from './post.ts';
import { fallbackOf, hindranceOf, prepare } from './prepare.ts';
import { record } from './record.ts';

/**
 * Takes one claimed message to its end: posted once, moved, put back or ended. Everything before the
 * post may be repeated; the post is made once, and after it only its outcome is written.
 */
export async function deliverMessage(d: Delivery, claim: Claim): Promise<void> {
  const outcome = await outcomeOf(d, claim, { withoutPicture: false });
  await record(d, claim, outcome);
  d.tried?.(outcome.is);
}

async function outcomeOf(
  d: Delivery,
  claim: Claim,
  { withoutPicture }: { withoutPicture: boolean },
): Promise<Outcome> {
  const { destination, threadDestination } = claim;
  if (threadDestination !== destination) return { is: 'following', destination: threadDestination };
  const hindrance = await hindranceOf(d, claim);
  if (hindrance !== null) {
    if ('failure' in hindrance) return outcomeOfFailure(d, claim, hindrance.failure);
    if ('notPrivate' in hindrance) await foundNotPrivate(d, claim, hindrance.notPrivate);
    return elsewhere(d, claim, 'blocked' in hindrance ? hindrance.blocked : NOT_PRIVATE);
  }
  const waits = await withoutRoot(d, claim);
  if (waits !== null) return waits;
  const later = withoutPicture ? null : await bringPicture(d, claim);
  if (later !== null) return { is: 'later', ...later };
  const prepared = await prepare(d, claim, { posted: false, withoutPicture });
  if (prepared === 'nothing to say') return { is: 'ended', state: 'skipped', error: null };
  if ('bug' in prepared) return outcomeOfBug(d, claim, prepared);
  if (d.stopping || isLate(d, claim)) return { is: 'later', ms: 0, error: null, counts: false };
  const posted = await post(d, claim, prepared.say);
  if ('answer' in posted) return { is: 'sent', ...posted.answer, certain: true };
  if (!withoutPicture && isPictureRefused(d, claim, prepared.say, posted.failure))
    return outcomeOf(d, claim, { withoutPicture: true });
  return outcomeOfFailure(d, claim, posted.failure);
}

/** Between two looks of a reply whether its root stands. */
const ROOT_MS = 1_000;

/**
 * A reply is said under its root and nowhere else: it waits for it, goes with it, ends with it, or, where the
 * root was taken down, has it said anew. Null: it may be said.
 */
async function withoutRoot(d: Delivery, claim: Claim): Promise<Outcome | null> {
  if (claim.root || claim.threadTs !== null) return null;
  const root = await d.db.outboxMessage.findFirst({
    where: { workspaceId: claim.workspace.id, thread: claim.thread, isRoot: true },
    orderBy: { seq: 'desc' },
    select: { state: true, error: true },
  });
  const noRoot: Outcome = { is: 'ended', state: 'skipped', error: 'no_root' };
  switch (root?.state) {
    case 'pending':
    case 'sending':
    case 'uncertain':
      return { is: 'later', ms: ROOT_MS, error: WAITS_FOR_ROOT, counts: false };
    case 'blocked':
    case 'withheld':
      return { is: 'waiting', state: root.state, error: WAITS_FOR_ROOT };
    case 'sent':
      return { is: 'moving', destination: claim.destination, reason: TAKEN_DOWN };
    case 'skipped':
      return root.error === TAKEN_DOWN
        ? { is: 'moving', destination: claim.destination, reason: TAKEN_DOWN }
        : noRoot;
    default:
      return noRoot;
  }
}

/** Too little of the lease is left for a call to Slack to end within it. */
export function isLate(d: Delivery, claim: Pick<Claim, 'claimedAt'>): boolean {
  return d.clock.wall().getTime() - claim.claimedAt.getTime() > LEASE_MS / 2;
}

/**
 * Its destination is closed to this message: its thread goes to the fallback's DM, or it waits. Where
 * its root stood before and was taken down (`said`), nobody waits for it.
 */
export async function elsewhere(
  d: Delivery,
  claim: Pick<Claim, 'message' | 'workspace' | 'destination' | 'attempt'> & { said?: boolean },
  reason: string,
): Promise<Outcome> {
  const fallback = await fallbackOf(d, claim);
  if ('bug' in fallback) return outcomeOfBug(d, claim, fallback);
  const { workspace, message, destination } = claim;
  const ids = { workspaceId: workspace.id, messageId: message.id, destination, reason };
  if (fallback.person !== null) {
    d.log.info(ids, 'message goes to a person instead of its channel');
    return { is: 'moving', destination: fallback.person, reason };
  }
  if (claim.said && reason === NOT_PRIVATE) return { is: 'ended', state: 'skipped', error: TAKEN_DOWN };
  d.log.warn(ids, 'message has nowhere to go; it waits for its channel');
  return { is: 'waiting', state: reason === NOT_PRIVATE ? 'withheld' : 'blocked', error: reason };
}
